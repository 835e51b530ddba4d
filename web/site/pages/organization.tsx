/** An organization: its names, who holds which position, what it takes part in, and whom it met. */
import { useState } from "preact/hooks";

import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { formatDate, formatRange, messages, nameOfLanguage } from "../language";
import { DatedList, Facts, MeetingList, PageHead, Places, Section } from "../parts/lists";
import { PositionTimeline } from "../parts/positions";
import { SourceMarks, Sources } from "../parts/sources";
import { Answered, NotFound } from "../parts/states";
import { AreaLink, ItemLink, Text } from "../parts/text";
import { useTitle } from "../parts/title";

export default function OrganizationPage({ slug }: { slug: string }) {
  const { field, section, organizationKind, involvement, meetings: count, state } = messages.value;
  const [meetings, setMeetings] = useState(20);
  const answer = useAnswer(documents.organization, { by: { slug }, meetings });
  useTitle(answer.data?.organization?.labelText?.value);
  return (
    <Answered answer={answer}>
      {({ organization }) => {
        if (!organization) return <NotFound />;
        const statements = [
          ...organization.statements,
          ...organization.positions.nodes.flatMap(({ statements }) => statements),
          ...organization.involvements.nodes.flatMap(({ statements }) => statements),
        ];
        return (
          <article class="page">
            <PageHead kind={organizationKind[organization.kind]} title={<Text text={organization.labelText} />}>
              <ul class="othernames" aria-label={section.names}>
                {organization.names.flatMap((name, at) =>
                  name.names
                    .filter(({ value }) => value !== organization.labelText?.value)
                    .map(({ locale, value }) => (
                      <li key={`${at}${locale}`} lang={locale} title={nameOfLanguage(locale)}>
                        {value}
                        {name.startDate || name.endDate ? (
                          <small class="quiet"> {formatRange(name.startDate, name.endDate)}</small>
                        ) : null}
                      </li>
                    )),
                )}
              </ul>
            </PageHead>
            <Facts
              facts={[
                [field.parent, organization.parent && <ItemLink item={organization.parent} type="ORGANIZATION" />],
                [field.area, organization.area && <AreaLink area={organization.area} />],
                [field.place, organization.place && <Places places={[organization.place]} />],
                [field.founded, organization.founded && formatDate(organization.founded)],
                [field.dissolved, organization.dissolved && formatDate(organization.dissolved)],
                [
                  field.website,
                  organization.website && (
                    <a href={organization.website} rel="noreferrer" target="_blank">
                      {organization.website}
                    </a>
                  ),
                ],
              ]}
            />
            {organization.description ? <p class="lead">{organization.description}</p> : null}
            {organization.positions.nodes.length > 0 ? (
              <Section title={section.people} id="positions">
                <PositionTimeline
                  positions={organization.positions.nodes.map((position) => ({
                    ...position,
                    of: position.person ? <ItemLink item={position.person} type="PERSON" /> : null,
                  }))}
                />
              </Section>
            ) : null}
            {organization.involvements.nodes.length > 0 ? (
              <Section title={section.involvements} id="involvements">
                <ul class="plainlist">
                  {organization.involvements.nodes.map((each) =>
                    each.mechanism ? (
                      <li key={each.id}>
                        <ItemLink item={each.mechanism} type="MECHANISM" />{" "}
                        <span class="quiet">{involvement[each.role]}</span>
                        <SourceMarks statements={each.statements} of={each.mechanism.labelText?.value ?? each.mechanism.slug} />
                      </li>
                    ) : null,
                  )}
                </ul>
              </Section>
            ) : null}
            {organization.sharedMeetingsWith.edges.length > 0 ? (
              <Section
                title={section.met}
                id="met"
                aside={<a href={`/relations?kind=organization&from=${organization.slug}`}>{messages.value.person.explore}</a>}
              >
                <ul class="plainlist">
                  {organization.sharedMeetingsWith.edges.map((edge) => (
                    <li key={edge.node.slug}>
                      <ItemLink item={edge.node} type="ORGANIZATION" />{" "}
                      <a class="quiet" href={`/relations?kind=organization&from=${organization.slug}&to=${edge.node.slug}`}>
                        {count(edge.count)}
                      </a>
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
            <Section title={section.meetings} id="meetings" aside={<span class="quiet">{organization.meetings.totalCount}</span>}>
              {organization.meetings.totalCount === 0 ? <p class="quiet">{state.nothing}</p> : null}
              <MeetingList meetings={organization.meetings.edges.map(({ node }) => node)} />
              {organization.meetings.totalCount > organization.meetings.edges.length && meetings < 100 ? (
                <button type="button" class="more" onClick={() => setMeetings(100)}>
                  {state.more}
                </button>
              ) : null}
            </Section>
            {organization.children.nodes.length > 0 ? (
              <Section title={field.children} id="children">
                <ul class="plainlist">
                  {organization.children.nodes.map((child) => (
                    <li key={child.slug}>
                      <ItemLink item={child} type="ORGANIZATION" /> <span class="quiet">{organizationKind[child.kind]}</span>
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
            {organization.publications.nodes.length > 0 ? (
              <Section title={section.publications} id="publications">
                <DatedList type="PUBLICATION" items={organization.publications.nodes.map((node) => ({ ...node, date: node.issued }))} />
              </Section>
            ) : null}
            {organization.coverage.articles.nodes.length > 0 ? (
              <Section title={section.coverage} id="coverage">
                <DatedList
                  type="ARTICLE"
                  items={organization.coverage.articles.nodes.map((node) => ({ ...node, date: node.publishedOn }))}
                />
              </Section>
            ) : null}
            <Sources statements={statements} />
          </article>
        );
      }}
    </Answered>
  );
}
