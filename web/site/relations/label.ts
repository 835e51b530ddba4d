/** How a name is written beside its node, and how much room that takes. */
import type { Localized } from "../parts/shapes";

export interface Label {
  readonly lines: readonly string[];
  /** Of the longest line, in pixels. */
  readonly width: number;
}

/** The size of the letters, and of a line, in pixels. */
export const letter = 13;
export const line = 16;

/** Letters that have room in a line, and twice as many for those that are half as wide. */
const ROOM = 12;

/** A name in one line or, as evenly as its words allow, in two. */
export function linesOf(name: string): string[] {
  const wide = [...name].filter((letter) => letter > "\u2e80").length;
  if ([...name].length + wide <= 2 * ROOM) return [name];
  const middle = name.length / 2;
  const breaks = [...name.matchAll(/ /g)].map(({ index }) => index + 1);
  const at = breaks.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0] ?? Math.ceil(middle);
  return [name.slice(0, at), name.slice(at)];
}

let pen: CanvasRenderingContext2D | null | undefined;

const known = new Map<string, string>();

/** The faces that the pages have for a language. */
function facesOf(locale: string): string {
  const before = known.get(locale);
  if (before) return before;
  const probe = document.createElement("span");
  probe.lang = locale;
  document.body.append(probe);
  const faces = getComputedStyle(probe).fontFamily;
  probe.remove();
  known.set(locale, faces);
  return faces;
}

/** A name as it will be drawn; measured, as the faces are the system's. */
export function labelOf({ value, locale }: Localized, bold: boolean): Label {
  pen ??= document.createElement("canvas").getContext("2d");
  if (pen) pen.font = `${bold ? "600 " : ""}${letter}px ${facesOf(locale)}`;
  const lines = linesOf(value);
  return { lines, width: Math.max(...lines.map((text) => pen?.measureText(text).width ?? text.length * letter)) };
}
