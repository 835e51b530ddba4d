/** The same as the graph, for those who read. */
import type { TogetherQuery } from "../generated/graphql";
import { messages } from "../language";
import { Facts, MeetingList, Section } from "../parts/lists";
import { ItemLink, Listed, Text, When } from "../parts/text";
import type { Graph, GraphLink, GraphNode } from "./graph";

export function LinkTable({ graph }: { graph: Graph }) {
  const { relations, field, basis, meetings } = messages.value;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return (
    <table class="links">
      <caption class="unseen">{relations.table}</caption>
      <thead>
        <tr>
          <th scope="col">{relations.who}</th>
          <th scope="col">{relations.whom}</th>
          <th scope="col">{field.basis}</th>
          <th scope="col">{field.count}</th>
          <th scope="col">{field.lastMet}</th>
        </tr>
      </thead>
      <tbody>
        {[...graph.links]
          .sort((one, other) => other.count - one.count)
          .map(({ meetings: [last], ...link }) => (
            <tr key={`${link.from} ${link.to}`}>
              <th scope="row">
                <NodeLink node={nodes.get(link.from)} />
              </th>
              <td>
                <NodeLink node={nodes.get(link.to)} />
              </td>
              <td>{link.basis ? basis[link.basis] : ""}</td>
              <td>
                <a href={pathTo(link, nodes.get(link.from))}>
                  {meetings(link.count)}
                </a>
              </td>
              <td>
                {last ? (
                  <a href={`/meetings/${last.slug}`}>
                    {last.startDate ? <When start={last.startDate} /> : <Text text={last.labelText} />}
                  </a>
                ) : null}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** Where both are looked at by themselves, with all their meetings. */
export const pathTo = ({ from, to }: { from: string; to: string }, node: GraphNode | undefined): string =>
  `/relations?kind=${node?.kind.toLowerCase() ?? "person"}&from=${from}&to=${to}`;

function NodeLink({ node }: { node: GraphNode | undefined }) {
  return node ? <ItemLink item={{ slug: node.id, labelText: node.label }} type={node.kind} /> : null;
}

/** The latest meetings behind a link of the graph, and the way to all of them. */
export function Between({ link, graph }: { link: GraphLink; graph: Graph }) {
  const { meetings } = messages.value;
  const [from, to] = [link.from, link.to].map((id) => graph.nodes.find((node) => node.id === id));
  return (
    <>
      <p>
        <NodeLink node={from} /> – <NodeLink node={to} />: <a href={pathTo(link, from)}>{meetings(link.count)}</a>
      </p>
      <ul>
        {link.meetings.map((meeting) => (
          <li key={meeting.slug}>
            <When start={meeting.startDate} /> <ItemLink item={meeting} type="MEETING" />
          </li>
        ))}
      </ul>
    </>
  );
}

type Edge = NonNullable<TogetherQuery["person"] | TogetherQuery["organization"]>["sharedMeetingsWith"]["edges"][number];

/** The meetings that both took part in, and as what. */
export function SharedMeetings({ edge }: { edge: Edge | undefined }) {
  const { relations, field, basis, role, meetings } = messages.value;
  return (
    <Section title={relations.shared} id="shared" aside={edge ? <span class="quiet">{meetings(edge.count)}</span> : null}>
      {edge ? (
        <>
          <Facts
            facts={[
              [field.basis, edge.basis ? basis[edge.basis] : null],
              [
                field.role,
                [edge.fromRoles, edge.toRoles].every(({ length }) => length > 0) &&
                  `${edge.fromRoles.map((each) => role[each]).join(", ")} – ${edge.toRoles.map((each) => role[each]).join(", ")}`,
              ],
              [
                field.mechanism,
                edge.mechanisms.length > 0 && (
                  <Listed parts={edge.mechanisms.map((mechanism) => <ItemLink item={mechanism} type="MECHANISM" />)} />
                ),
              ],
            ]}
          />
          <MeetingList meetings={edge.meetings.nodes} />
        </>
      ) : (
        <p class="quiet">{relations.noShared}</p>
      )}
    </Section>
  );
}
