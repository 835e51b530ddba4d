/** The graph as one can touch it: drag a node to arrange, choose it to go on from there. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { messages } from "../language";
import { type Graph, type GraphLink, keyOf } from "./graph";
import { type Label, labelOf, line } from "./label";
import { arrange, boxOf, meet, type Place, radius, roomAbove, roomOf, within } from "./layout";

/** Links up to which each says which meeting it stands for. */
const TOLD = 8;
/** Letters of a meeting's label that are shown. */
const LEGIBLE = 64;
/** How far an arrow key moves a node, in pixels. */
const STEP = 16;
const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

export function Drawing({
  graph,
  ends,
  chosen,
  onChoose,
  onExpand,
}: {
  graph: Graph;
  /** Who was picked: drawn with weight. */
  ends: readonly string[];
  chosen: string | undefined;
  /** Takes a node's id, or a link's key. */
  onChoose: (id: string) => void;
  /** The chosen one was chosen again. */
  onExpand: (id: string) => void;
}) {
  const { relations, meetings } = messages.value;
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const labels = useMemo(
    () => new Map(graph.nodes.map(({ id, label }) => [id, labelOf(label, ends.includes(id))])),
    [graph, ends.join(" ")],
  );
  const box = useMemo(() => boxOf(width || 900, labels), [width, labels]);
  // Whoever goes on from a node finds the others about where they were.
  const latest = useRef<ReadonlyMap<string, Place>>(new Map());
  const arranged = useMemo(
    () => (width > 0 ? arrange(graph, ends, labels, box, latest.current) : new Map<string, Place>()),
    [graph, ends.join(" "), box],
  );
  const [moved, setMoved] = useState<{ in: typeof box; places: ReadonlyMap<string, Place> }>();
  const places = new Map([...arranged, ...(moved?.in === box ? moved.places : [])]);
  latest.current = places;
  const dragged = useRef<string | undefined>(undefined);
  const at = (id: string) => places.get(id) ?? { x: box.width / 2, y: box.height / 2 };
  const put = (id: string, place: Place) =>
    setMoved((before) => ({
      in: box,
      places: new Map(before?.in === box ? before.places : []).set(id, within(place, labels.get(id), ends.includes(id), box)),
    }));
  const drag = (event: PointerEvent) => {
    const id = dragged.current;
    const matrix = svg.current?.getScreenCTM()?.inverse();
    if (id && matrix) put(id, new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix));
  };
  const told = labelsOfLinks(graph, labels, at, ends);
  const names = new Map(graph.nodes.map(({ id, label }) => [id, label.value]));
  return (
    <svg
      ref={svg}
      class="graph"
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="group"
      aria-label={relations.graph}
      onPointerMove={drag}
      onPointerUp={() => (dragged.current = undefined)}
      onPointerCancel={() => (dragged.current = undefined)}
    >
      {graph.links.map((link) => {
        const key = keyOf(link.from, link.to);
        return (
          <Link
            key={key}
            link={link}
            name={`${names.get(link.from)} – ${names.get(link.to)}: ${meetings(link.count)}`}
            places={[at(link.from), at(link.to)]}
            near={chosen === link.from || chosen === link.to}
            chosen={chosen === key}
            label={told?.get(key)}
            reachable={told !== undefined}
            onChoose={() => onChoose(key)}
          />
        );
      })}
      {graph.nodes.map((node) => {
        const { x, y } = at(node.id);
        const end = ends.includes(node.id);
        const size = radius(end);
        return (
          <g
            key={node.id}
            class={`node${end ? " end" : ""}${chosen === node.id ? " chosen" : ""}`}
            transform={`translate(${x} ${y})`}
            role="button"
            // In lower case: SVG minds, and would leave out the keyboard.
            tabindex={0}
            aria-label={node.label.value}
            aria-pressed={chosen === node.id}
            onPointerDown={(event) => {
              dragged.current = node.id;
              svg.current?.setPointerCapture(event.pointerId);
              onChoose(node.id);
            }}
            onDblClick={() => onExpand(node.id)}
            onKeyDown={(event) => {
              const [right, down] = arrows[event.key] ?? [];
              if (right !== undefined && down !== undefined) put(node.id, { x: x + right, y: y + down });
              else if (event.key === "Enter" || event.key === " ") (chosen === node.id ? onExpand : onChoose)(node.id);
              else return;
              event.preventDefault();
            }}
          >
            <circle class="target" r="22" />
            {node.kind === "PERSON" ? (
              <circle r={size} />
            ) : (
              <rect x={-size} y={-size} width={2 * size} height={2 * size} rx="4" />
            )}
            <text y={size + line} text-anchor="middle" lang={node.label.locale}>
              {labels.get(node.id)?.lines.map((text, at) => (
                <tspan key={at} x="0" dy={at === 0 ? 0 : line}>
                  {text}
                </tspan>
              ))}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

interface LinkLabel extends Label {
  /** Where its last line is. */
  readonly place: Place;
}

/**
 * The latest meeting of each link, where there are few links: between its ends, if it is not over another word there. Undefined
 * where there are many.
 */
function labelsOfLinks(
  graph: Graph,
  labels: ReadonlyMap<string, Label>,
  at: (id: string) => Place,
  ends: readonly string[],
): Map<string, LinkLabel> | undefined {
  if (graph.links.length > TOLD) return undefined;
  const taken = [...labels].map(([id, label]) => roomOf(at(id), label, ends.includes(id)));
  const found = new Map<string, LinkLabel>();
  for (const { from, to, meetings } of graph.links) {
    const [one, other, latest] = [at(from), at(to), meetings[0]?.labelText];
    if (!latest) continue;
    const label = briefOf(latest);
    const place = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 - 8 };
    const room = roomAbove(place, label);
    if (label.width > Math.hypot(other.x - one.x, other.y - one.y) - 4 * radius(true) || taken.some((each) => meet(each, room))) continue;
    taken.push(room);
    found.set(keyOf(from, to), { ...label, place });
  }
  return found;
}

/** Two who met, with the latest meeting that they shared. */
function Link({
  link: { count, meetings },
  name,
  places: [one, other],
  near,
  chosen,
  label,
  reachable,
  onChoose,
}: {
  link: GraphLink;
  name: string;
  places: readonly [Place, Place];
  /** One of both is chosen. */
  near: boolean;
  chosen: boolean;
  label: LinkLabel | undefined;
  /** With the keyboard; of many links the table has the same. */
  reachable: boolean;
  onChoose: () => void;
}) {
  const latest = meetings[0]?.labelText;
  const button = reachable
    ? {
        role: "button" as const,
        tabindex: 0,
        "aria-label": [name, latest?.value].filter(Boolean).join(", "),
        "aria-pressed": chosen,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          onChoose();
        },
      }
    : {};
  return (
    <g class={`link${near || chosen ? " chosen" : ""}`} onClick={onChoose} {...button}>
      <title>{name}</title>
      <path class="reach" d={`M${one.x} ${one.y} L${other.x} ${other.y}`} />
      <line x1={one.x} y1={one.y} x2={other.x} y2={other.y} stroke-width={Math.min(8, 1 + Math.log2(count) * 1.5)} />
      {label ? (
        <text x={label.place.x} y={label.place.y - (label.lines.length - 1) * line} text-anchor="middle" lang={latest?.locale}>
          {label.lines.map((text, at) => (
            <tspan key={at} x={label.place.x} dy={at === 0 ? 0 : line}>
              {text}
              {at === label.lines.length - 1 && count > 1 ? ` +${count - 1}` : ""}
            </tspan>
          ))}
        </text>
      ) : null}
    </g>
  );
}

/** A meeting's label in two lines at most. */
function briefOf({ value, locale }: { value: string; locale: string }): Label {
  return labelOf({ value: value.length > LEGIBLE ? `${value.slice(0, LEGIBLE).trimEnd()}…` : value, locale }, false);
}

/** As wide as it is drawn, in pixels, so that letters are as large as elsewhere on every screen. */
function useWidth(element: { current: Element | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) return;
    const measured = (width: number) => setWidth(Math.max(240, Math.round(width)));
    // Before it is drawn at all, and whenever that changes.
    measured(element.current.clientWidth);
    const watch = new ResizeObserver(([entry]) => entry && measured(entry.contentRect.width));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return width;
}
