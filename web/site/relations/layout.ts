/**
 * Where to draw the nodes of a graph: near those they are linked with, no name over another, and all of the box used. It is
 * worked out at once and not shown moving, which is calm, and the same for those who asked for less motion.
 */
import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";

import type { Graph } from "./graph";
import { type Label, line } from "./label";

export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What a node takes up, from its middle. */
interface Extent {
  readonly side: number;
  readonly above: number;
  readonly below: number;
}

type Node = SimulationNodeDatum & { readonly id: string; readonly extent: Extent; x: number; y: number };

/** The radius of a node. */
export const radius = (end: boolean): number => (end ? 15 : 12);

/** Pixels between what two nodes take up, and between that and the edge of the box. */
const GAP = 7;
/** Steps of the layout: enough for it to come to rest. */
const STEPS = 240;
/** How often overlaps are looked for at the end, at most. */
const ROUNDS = 400;
/** How far a layout is drawn out to fill its box, at most. */
const STRETCH = 4;
/** How much of a box its nodes may cover. */
const COVERED = 0.42;

const extentOf = (label: Label, end: boolean): Extent => ({
  side: Math.max(label.width / 2, radius(end) + 4),
  above: radius(end) + 3,
  below: radius(end) + 6 + label.lines.length * line,
});

/** As high a box as a graph needs, of some width. */
export function boxOf(width: number, labels: ReadonlyMap<string, Label>): Box {
  const room = [...labels.values()].reduce((sum, label) => {
    const { side, above, below } = extentOf(label, false);
    return sum + (2 * side + GAP) * (above + below + GAP);
  }, 0);
  const least = labels.size <= 3 ? 200 : labels.size <= 8 ? 320 : 480;
  return { width, height: Math.round(Math.max(least, room / COVERED / width)) };
}

/** A place for each node, with the ends of a way at both sides. Nodes that had a place begin there. */
export function arrange(
  graph: Graph,
  ends: readonly string[],
  labels: ReadonlyMap<string, Label>,
  box: Box,
  before: ReadonlyMap<string, Place> = new Map(),
): Map<string, Place> {
  const [first, second] = ends;
  const middle = { x: box.width / 2, y: box.height / 2 };
  const nodes = graph.nodes.map(({ id }, at): Node => {
    const extent = extentOf(labels.get(id) ?? { lines: [""], width: 0 }, ends.includes(id));
    const node: Node = { id, extent, ...(before.get(id) ?? spiral(at, middle)) };
    if (id === first) Object.assign(node, { fx: second ? extent.side + 2 * GAP : middle.x, fy: middle.y });
    else if (id === second) Object.assign(node, { fx: box.width - extent.side - 2 * GAP, fy: middle.y });
    return node;
  });
  // What is wider than high is filled by pulling harder towards its long axis.
  const ratio = box.height / box.width;
  forceSimulation(nodes)
    .force(
      "links",
      forceLink<Node, { source: string; target: string }>(graph.links.map(({ from, to }) => ({ source: from, target: to })))
        .id(({ id }) => id)
        .distance(Math.min(120, box.width / 4)),
    )
    .force("apart", forceManyBody().strength(-420))
    .force("x", forceX(middle.x).strength(0.07 * ratio))
    .force("y", forceY(middle.y).strength(0.07 / ratio))
    .stop()
    .tick(STEPS);
  fill(nodes, middle, box, second === undefined);
  separate(nodes, box);
  return new Map(nodes.map(({ id, x, y }) => [id, { x, y }]));
}

/** Where a node begins that nobody has seen yet: around the middle, always at the same place. */
function spiral(at: number, { x, y }: Place): Place {
  const [angle, distance] = [at * Math.PI * (3 - Math.sqrt(5)), 14 * Math.sqrt(at + 0.5)];
  return { x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) };
}

/** Draws the layout out to the edges of its box, or in, on each side of the middle by itself. */
function fill(nodes: Node[], middle: Place, box: Box, sideways: boolean): void {
  const factor = (parts: { at: number; room: number }[]) =>
    Math.min(STRETCH, ...parts.filter(({ at }) => at > 1).map(({ at, room }) => Math.max(0.2, room) / at));
  const half = (sign: number, at: (node: Node) => number, room: (node: Node) => number) =>
    factor(nodes.map((node) => ({ at: sign * at(node), room: room(node) })));
  const dx = (node: Node) => node.x - middle.x;
  const dy = (node: Node) => node.y - middle.y;
  const across = ({ extent }: Node) => box.width / 2 - extent.side - GAP;
  const left = sideways ? half(-1, dx, across) : 1;
  const right = sideways ? half(1, dx, across) : 1;
  const up = half(-1, dy, ({ extent }) => box.height / 2 - extent.above - GAP);
  const down = half(1, dy, ({ extent }) => box.height / 2 - extent.below - GAP);
  for (const node of nodes) {
    node.x = middle.x + dx(node) * (dx(node) < 0 ? left : right);
    node.y = middle.y + dy(node) * (dy(node) < 0 ? up : down);
  }
}

/** Moves apart what overlaps, along the shorter way out, until nothing does. */
function separate(nodes: Node[], box: Box): void {
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const [at, one] of nodes.entries()) {
      for (const other of nodes.slice(at + 1)) {
        const x = one.extent.side + other.extent.side + GAP - Math.abs(other.x - one.x);
        const y = (one.y <= other.y ? one.extent.below + other.extent.above : one.extent.above + other.extent.below) + GAP - Math.abs(other.y - one.y);
        if (x <= 0 || y <= 0) continue;
        moved = true;
        // A node that was put somewhere stays there; the other goes all the way.
        const [mine, yours] = one.fx != null ? [0, other.fx != null ? 0 : 1] : [other.fx != null ? 1 : 0.5, other.fx != null ? 0 : 0.5];
        const axis = x < y ? "x" : "y";
        const way = Math.min(x, y) * (one[axis] <= other[axis] ? 1 : -1);
        one[axis] -= way * mine;
        other[axis] += way * yours;
      }
    }
    for (const node of nodes) if (node.fx == null) Object.assign(node, inside(node, node.extent, box));
    if (!moved) return;
  }
}

/** The nearest place at which all of a node is in the box. */
function inside({ x, y }: Place, { side, above, below }: Extent, box: Box): Place {
  return {
    x: Math.min(box.width - side - GAP, Math.max(side + GAP, x)),
    y: Math.min(box.height - below - GAP, Math.max(above + GAP, y)),
  };
}

/** What a node takes up. */
export function roomOf({ x, y }: Place, label: Label, end: boolean): Room {
  const { side, above, below } = extentOf(label, end);
  return { left: x - side, right: x + side, top: y - above, bottom: y + below };
}

/** What two lines of words take up whose last is above a place. */
export const roomAbove = ({ x, y }: Place, { width, lines }: Label): Room => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - lines.length * line,
  bottom: y,
});

/** Whether anything of one is where something of the other is. */
export const meet = (one: Room, other: Room): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** The nearest place in the box for a node with a label, for one that is dragged. */
export const within = (place: Place, label: Label | undefined, end: boolean, box: Box): Place =>
  inside(place, extentOf(label ?? { lines: [""], width: 0 }, end), box);
