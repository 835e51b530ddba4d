/** A person: their names in every script, positions over time, meetings, and whom they met. */
import { useState } from "preact/hooks";

import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { messages, nameOfLanguage } from "../language";
import { DatedList, Facts, MeetingList, PageHead, Section } from "../parts/lists";
import { PositionTimeline } from "../parts/positions";
import { Sources } from "../parts/sources";
import { Answered, NotFound } from "../parts/states";
import { AreaLink, ItemLink, Listed, Text, When } from "../parts/text";
import { useTitle } from "../parts/title";

export default function PersonPage({ slug }: { slug: string }) {
  const { field, section, type, person: words, meetings: count } = messages.value;
  const [meetings, setMeetings] = useState(20);
  const answer = useAnswer(documents.person, { by: { slug }, meetings, met: 12 });
  useTitle(answer.data?.person?.labelText?.value);
  return (
    <Answered answer={answer}>
      {({ person }) => {
        if (!person) return <NotFound />;
        return (
          <article class="page">
            <PageHead kind={type.PERSON} title={<Text text={person.labelText} />}>
              <ul class="othernames" aria-label={section.names}>
                {person.names
                  .filter(({ full }) => full !== person.labelText?.value)
                  .map((name, at) => (
                    <li key={at} lang={name.language} title={nameOfLanguage(name.language)}>
                      {name.reading && name.reading !== name.full ? (
                        <ruby>
                          {name.full}
                          <rt>{name.reading}</rt>
                        </ruby>
                      ) : (
                        name.full
                      )}
                    </li>
                  ))}
              </ul>
            </PageHead>
            <Facts
              facts={[
                [
                  field.nationalities,
                  person.nationalities.length > 0 && (
                    <Listed parts={person.nationalities.map((area) => <AreaLink area={area} />)} />
                  ),
                ],
              ]}
            />
            {person.biography ? <p class="lead">{person.biography}</p> : null}
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
            <Section title={section.meetings} id="meetings" aside={<span class="quiet">{person.meetings.totalCount}</span>}>
              <MeetingList meetings={person.meetings.edges.map(({ node }) => node)} />
              {person.meetings.totalCount > person.meetings.edges.length && meetings < 100 ? (
                <button type="button" class="more" onClick={() => setMeetings(100)}>
                  {messages.value.state.more}
                </button>
              ) : null}
            </Section>
            {person.coverage.articles.nodes.length > 0 ? (
              <Section title={section.coverage} id="coverage">
                <DatedList
                  type="ARTICLE"
                  items={person.coverage.articles.nodes.map((node) => ({ ...node, date: node.publishedOn }))}
                />
              </Section>
            ) : null}
            {person.coverage.mediaItems.nodes.length > 0 ? (
              <Section title={section.media} id="media">
                <DatedList
                  type="MEDIA_ITEM"
                  items={person.coverage.mediaItems.nodes.map((node) => ({ ...node, note: node.outlet }))}
                />
              </Section>
            ) : null}
            <Sources
              statements={[...person.statements, ...person.positions.nodes.flatMap(({ statements }) => statements)]}
            />
          </article>
        );
      }}
    </Answered>
  );
}
