/** A person: their names in every script, positions over time, meetings, and whom they met. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { messages } from "../language";
import { DatedSection, Facts, MeetingsSection, OtherNames, PageHead, Section, useMeetings } from "../parts/lists";
import { PositionTimeline } from "../parts/positions";
import { about, Sourced } from "../parts/sources";
import { ItemPage } from "../parts/states";
import { allNewsAbout } from "../parts/subjects";
import { AreaLink, ItemLink, Lead, Listed, Text, When } from "../parts/text";

export default function PersonPage({ slug }: { slug: string }) {
  const { field, section, type, person: words, meetings: count } = messages.value;
  const answer = useAnswer(documents.person, { by: { slug }, met: 12 });
  const meetings = useMeetings({ people: [{ slug }] });
  return (
    <ItemPage answer={answer} of={({ person }) => person}>
      {(person) => {
        return (
          <Sourced posts statements={[...person.statements, ...person.positions.nodes.flatMap(({ statements }) => statements)]}>
            <PageHead kind={type.PERSON} title={<Text text={person.labelText} />}>
              <OtherNames
                names={person.names
                  .filter(({ full }) => full !== person.labelText?.value)
                  .map((name) => ({ text: <Name name={name} />, locale: name.language }))}
                statements={about(person.statements, "names")}
              />
            </PageHead>
            <Facts
              facts={[
                [
                  field.nationalities,
                  person.nationalities.length > 0 && (
                    <Listed parts={person.nationalities.map((area) => <AreaLink area={area} />)} />
                  ),
                  about(person.statements, "nationalities"),
                ],
              ]}
            />
            <Lead text={person.biographyText} />
            {person.positions.nodes.length > 0 ? (
              <Section title={section.positions} id="positions">
                <PositionTimeline
                  positions={person.positions.nodes.map((position) => ({
                    ...position,
                    of: position.organization ? <ItemLink item={position.organization} type="ORGANIZATION" /> : null,
                  }))}
                />
              </Section>
            ) : null}
            <Section
              title={section.met}
              id="met"
              aside={<a href={`/relations?kind=person&from=${person.slug}`}>{words.explore}</a>}
            >
              {person.sharedMeetingsWith.edges.length === 0 ? (
                <p class="quiet">{messages.value.state.nothing}</p>
              ) : (
                <table>
                  <thead>
                    <tr>
                      <th scope="col">{field.name}</th>
                      <th scope="col" class="number">
                        {field.count}
                      </th>
                      <th scope="col">{field.lastMet}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {person.sharedMeetingsWith.edges.map((edge) => (
                      <tr key={edge.node.slug}>
                        <th scope="row">
                          <ItemLink item={edge.node} type="PERSON" />
                        </th>
                        <td class="number">
                          <a href={`/relations?kind=person&from=${person.slug}&to=${edge.node.slug}`}>{count(edge.count)}</a>
                        </td>
                        <td>
                          {edge.lastMeeting ? (
                            <a href={`/meetings/${edge.lastMeeting.slug}`}>
                              <When start={edge.lastMeeting.startDate} />
                            </a>
                          ) : null}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
              {person.sharedMeetingsWith.meetingsLeftOut > 0 ? (
                <p class="quiet">
                  {words.leftOut(person.sharedMeetingsWith.meetingsLeftOut, person.sharedMeetingsWith.largestMeeting)}
                </p>
              ) : null}
            </Section>
            <MeetingsSection title={section.meetings} id="meetings" pages={meetings} />
            <DatedSection
              title={section.coverage}
              id="coverage"
              type="ARTICLE"
              onward={allNewsAbout("person", slug, person.coverage.articles)}
              items={person.coverage.articles.nodes.map((node) => ({ ...node, date: node.publishedOn }))}
            />
            <DatedSection
              title={section.media}
              id="media"
              type="MEDIA_ITEM"
              items={person.coverage.mediaItems.nodes.map((node) => ({ ...node, note: node.outlet }))}
            />
          </Sourced>
        );
      }}
    </ItemPage>
  );
}

/** A name, with how it is read above it where that is told. */
function Name({ name: { full, reading } }: { name: { full: string; reading: string | null } }) {
  if (!reading || reading === full) return <>{full}</>;
  return (
    <ruby>
      {full}
      <rt>{reading}</rt>
    </ruby>
  );
}
