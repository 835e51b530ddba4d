/** The same as the graph, for those who read. */
import type { TogetherQuery } from "../generated/graphql";
import { messages } from "../language";
import { Facts, MeetingList, Section } from "../parts/lists";
import { ItemLink, Listed, Text, When } from "../parts/text";
import type { Graph, GraphNode } from "./graph";

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
          .map((link) => (
            <tr key={`${link.from} ${link.to}`}>
              <th scope="row">
                <NodeLink node={nodes.get(link.from)} />
              </th>
              <td>
                <NodeLink node={nodes.get(link.to)} />
              </td>
              <td>{link.basis ? basis[link.basis] : ""}</td>
              <td>
                <a href={`/relations?kind=${nodes.get(link.from)?.kind.toLowerCase() ?? "person"}&from=${link.from}&to=${link.to}`}>
                  {meetings(link.count)}
                </a>
              </td>
              <td>
                {link.last ? (
                  <a href={`/meetings/${link.last.slug}`}>
                    {link.last.startDate ? <When start={link.last.startDate} /> : <Text text={link.last.label} />}
                  </a>
                ) : null}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function NodeLink({ node }: { node: GraphNode | undefined }) {
  return node ? <ItemLink item={{ slug: node.id, labelText: node.label }} type={node.kind} /> : null;
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
