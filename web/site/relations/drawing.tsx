/** The graph as one can touch it: drag a node to arrange, choose it to go on from there. */
import { useMemo, useRef, useState } from "preact/hooks";

import { messages } from "../language";
import { arrange, box, type Graph, inside } from "./graph";

export function Drawing({
  graph,
  ends,
  chosen,
  onChoose,
}: {
  graph: Graph;
  /** Who was picked: drawn with weight. */
  ends: readonly string[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}) {
  const { relations } = messages.value;
  const arranged = useMemo(() => arrange(graph, ends), [graph, ends.join(" ")]);
  const [moved, setMoved] = useState<ReadonlyMap<string, { x: number; y: number }>>(new Map());
  const svg = useRef<SVGSVGElement>(null);
  const dragged = useRef<string | undefined>(undefined);
  const at = (id: string) => moved.get(id) ?? arranged.get(id) ?? { x: box.width / 2, y: box.height / 2 };
  const drag = (event: PointerEvent) => {
    const id = dragged.current;
    const matrix = svg.current?.getScreenCTM()?.inverse();
    if (!id || !matrix) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    setMoved((before) => new Map(before).set(id, inside(x, y)));
  };
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
      {graph.links.map(({ from, to, count }) => {
        const [one, other] = [at(from), at(to)];
        const width = Math.min(8, 1 + Math.log2(count) * 1.5);
        return <line key={`${from} ${to}`} x1={one.x} y1={one.y} x2={other.x} y2={other.y} stroke-width={width} />;
      })}
      {graph.nodes.map((node) => {
        const { x, y } = at(node.id);
        const end = ends.includes(node.id);
        const size = end ? 15 : 12;
        return (
          <g
            key={node.id}
            class={`node${end ? " end" : ""}${chosen === node.id ? " chosen" : ""}`}
            transform={`translate(${x} ${y})`}
            role="button"
            tabIndex={0}
            aria-label={node.label.value}
            aria-pressed={chosen === node.id}
            onPointerDown={(event) => {
              dragged.current = node.id;
              svg.current?.setPointerCapture(event.pointerId);
              onChoose(node.id);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" && event.key !== " ") return;
              event.preventDefault();
              onChoose(node.id);
            }}
          >
            <circle class="target" r="22" />
            {node.kind === "PERSON" ? (
              <circle r={size} />
            ) : (
              <rect x={-size} y={-size} width={2 * size} height={2 * size} rx="4" />
            )}
            <text y={size + 16} text-anchor="middle" lang={node.label.locale}>
              {lines(node.label.value).map((line, at) => (
                <tspan key={at} x="0" dy={at === 0 ? 0 : "1.2em"}>
                  {line}
                </tspan>
              ))}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Letters that have room in a line, and twice as many for those that are half as wide. */
const ROOM = 12;

/** A name in one line or, as evenly as its words allow, in two. */
function lines(name: string): string[] {
  const wide = [...name].filter((letter) => letter > "\u2e80").length;
  if ([...name].length + wide <= 2 * ROOM) return [name];
  const middle = name.length / 2;
  const breaks = [...name.matchAll(/ /g)].map(({ index }) => index + 1);
  const at = breaks.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0] ?? Math.ceil(middle);
  return [name.slice(0, at), name.slice(at)];
}
