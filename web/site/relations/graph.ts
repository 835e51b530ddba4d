/** Who met whom as nodes and links. */
import type { AroundQuery, EncounterBasis, WaysQuery } from "../generated/graphql";
import type { Localized } from "../parts/shapes";

export interface GraphNode {
  /** The slug, which is one among its kind. */
  readonly id: string;
  readonly kind: "PERSON" | "ORGANIZATION";
  readonly label: Localized;
}

export interface GraphLink {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly basis: EncounterBasis | null;
  /** The latest of the meetings behind it. */
  readonly meetings: readonly SharedMeeting[];
}

export interface SharedMeeting {
  readonly slug: string;
  readonly startDate: string | null;
  readonly labelText: Localized | null;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly links: readonly GraphLink[];
}

export const noGraph: Graph = { nodes: [], links: [] };

type Party = AroundQuery["network"]["nodes"][number]["actor"];

function nodeOf(actor: Party | null): GraphNode | undefined {
  if (!actor || actor.__typename === "Area") return undefined;
  const kind = actor.__typename === "Person" ? "PERSON" : "ORGANIZATION";
  return { id: actor.slug, kind, label: actor.labelText ?? { value: actor.slug, locale: "und" } };
}

function join(links: Iterable<{ from: Party | null; to: Party | null; rest: Omit<GraphLink, "from" | "to"> }>, more: Iterable<Party>): Graph {
  const nodes = new Map<string, GraphNode>();
  const joined = new Map<string, GraphLink>();
  const put = (actor: Party | null) => {
    const node = nodeOf(actor);
    if (node && !nodes.has(node.id)) nodes.set(node.id, node);
    return node?.id;
  };
  for (const actor of more) put(actor);
  for (const { from, to, rest } of links) {
    const [one, other] = [put(from), put(to)];
    if (one && other) joined.set(keyOf(one, other), { from: one, to: other, ...rest });
  }
  return { nodes: [...nodes.values()], links: [...joined.values()] };
}

/** One among the links of a graph, whichever way it is looked at. */
export const keyOf = (one: string, other: string) => [one, other].sort().join(" ");

/** The shortest ways as a graph. */
export function ofWays({ meetingPath }: WaysQuery): Graph {
  const hops = meetingPath.paths.flatMap(({ hops }) => hops);
  return join(
    hops.map(({ from, to, basis, count, meetings }) => ({ from, to, rest: { count, basis, meetings: meetings.nodes } })),
    [],
  );
}

/** Whom somebody met as a graph. */
export function ofNetwork({ network }: AroundQuery): Graph {
  return join(
    network.links.map(({ from, to, count, basis, lastMeeting }) => ({
      from,
      to,
      rest: { count, basis, meetings: lastMeeting ? [lastMeeting] : [] },
    })),
    network.nodes.map(({ actor }) => actor),
  );
}

/** Several graphs as one. */
export function together(graphs: readonly Graph[]): Graph {
  const nodes = new Map<string, GraphNode>();
  const links = new Map<string, GraphLink>();
  for (const graph of graphs) {
    for (const node of graph.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
    for (const link of graph.links) if (!links.has(keyOf(link.from, link.to))) links.set(keyOf(link.from, link.to), link);
  }
  return { nodes: [...nodes.values()], links: [...links.values()] };
}
