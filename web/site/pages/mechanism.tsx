/** A mechanism: its editions in order, who hosted, which numbers are missing. */
import { Fragment } from "preact";

import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { MechanismPageQuery } from "../generated/graphql";
import { formatDate, messages, nameOfTopic } from "../language";
import { DatedSection, Facts, ListSection, OtherNames, otherNames, PageHead, Section, Website } from "../parts/lists";
import { about, SourceMarks, Sourced } from "../parts/sources";
import { ItemPage } from "../parts/states";
import { allNewsAbout } from "../parts/subjects";
import { AreaLink, ItemLink, Lead, Listed, Text, When } from "../parts/text";

type Mechanism = NonNullable<MechanismPageQuery["mechanism"]>;

export default function MechanismPage({ slug }: { slug: string }) {
  const { field, section, level, mechanismKind, mechanismStatus, mechanismLink, mechanismLinkedFrom, involvement, mechanisms } = messages.value;
  const answer = useAnswer(documents.mechanism, { by: { slug } });
  return (
    <ItemPage answer={answer} of={({ mechanism }) => mechanism}>
      {(mechanism) => {
        const { timeline, statements: said } = mechanism;
        const links = [
          ...mechanism.links.map(({ kind, to }) => ({ name: mechanismLink[kind], other: to })),
          ...mechanism.linkedFrom.map(({ kind, from }) => ({ name: mechanismLinkedFrom[kind], other: from })),
        ];
        return (
          <Sourced statements={[...mechanism.statements, ...mechanism.organizations.flatMap(({ statements }) => statements)]}>
            <PageHead
              kind={`${mechanismKind[mechanism.kind]} · ${mechanismStatus[mechanism.status]}`}
              title={<Text text={mechanism.labelText} />}
            >
              <OtherNames names={otherNames(mechanism.names, mechanism.labelText)} statements={about(said, "names", "abbreviation")} />
            </PageHead>
            <Facts
              facts={[
                [field.level, <a href={`/mechanisms?level=${mechanism.level}`}>{level[mechanism.level]}</a>, about(said, "level")],
                [
                  field.topics,
                  mechanism.topics.length > 0 && (
                    <Listed
                      parts={mechanism.topics.map((topic) => (
                        <a href={`/mechanisms?topic=${topic}`}>{nameOfTopic(topic)}</a>
                      ))}
                    />
                  ),
                ],
                [field.founded, mechanism.founded && formatDate(mechanism.founded), about(said, "founded")],
                [field.parent, mechanism.parent && <ItemLink item={mechanism.parent} type="MECHANISM" />, about(said, "parent")],
                [
                  field.children,
                  mechanism.children.nodes.length > 0 && (
                    <Listed parts={mechanism.children.nodes.map((child) => <ItemLink item={child} type="MECHANISM" />)} />
                  ),
                ],
                [
                  field.parties,
                  mechanism.parties.length > 0 && <Listed parts={mechanism.parties.map((area) => <AreaLink area={area} />)} />,
                ],
                [
                  field.hosts,
                  timeline.hosts.length > 0 && (
                    <Listed
                      parts={timeline.hosts.map(({ area, count }) => (
                        <>
                          <AreaLink area={area} /> <span class="quiet">{mechanisms.hosted(count)}</span>
                        </>
                      ))}
                    />
                  ),
                ],
                [field.website, mechanism.website && <Website url={mechanism.website} />],
              ]}
            />
            <Lead text={mechanism.descriptionText} />
            <Section title={section.editions} id="editions" aside={<span class="quiet">{timeline.totalCount}</span>}>
              <Editions timeline={timeline} />
            </Section>
            <ListSection title={section.organizations} id="organizations" items={mechanism.organizations}>
              {({ organization, role, statements }) => (
                <>
                  {organization ? <ItemLink item={organization} type="ORGANIZATION" /> : null}{" "}
                  <span class="quiet">{involvement[role]}</span>
                  <SourceMarks statements={statements} of={organization?.labelText?.value ?? involvement[role]} />
                </>
              )}
            </ListSection>
            <ListSection title={section.linkedMechanisms} id="links" items={links}>
              {({ name, other }) => (
                <>
                  <span class="quiet">{name}</span> {other ? <ItemLink item={other} type="MECHANISM" /> : null}
                </>
              )}
            </ListSection>
            <DatedSection
              title={section.coverage}
              id="coverage"
              type="ARTICLE"
              onward={allNewsAbout("mechanism", slug, mechanism.coverage.articles)}
              items={mechanism.coverage.articles.nodes.map((node) => ({ ...node, date: node.publishedOn }))}
            />
            <DatedSection
              title={section.publications}
              id="publications"
              type="PUBLICATION"
              items={mechanism.coverage.publications.nodes.map((node) => ({ ...node, date: node.issued }))}
            />
          </Sourced>
        );
      }}
    </ItemPage>
  );
}

/** The editions by number, with what the record lacks said in its place. */
function Editions({ timeline }: { timeline: Mechanism["timeline"] }) {
  const { mechanisms, meetingStatus, state } = messages.value;
  if (timeline.editions.length === 0) return <p class="quiet">{state.nothing}</p>;
  const gaps = [...timeline.gaps];
  const rows = timeline.editions.map((edition) => {
    // Before the edition that follows them.
    const before = edition.number === null ? [] : gaps.splice(0, gaps.findLastIndex(({ to }) => to < (edition.number ?? 0)) + 1);
    return { before, ...edition };
  });
  return (
    <>
      {timeline.duplicates.length > 0 ? <p class="quiet">{mechanisms.duplicates(timeline.duplicates.join(", "))}</p> : null}
      <ol class="editions">
        {rows.map(({ before, number, hosts, meeting }) => (
          <Fragment key={meeting.slug}>
            {before.map((gap) => (
              <Gap key={gap.from} gap={gap} />
            ))}
            <li>
              <span class="ordinal">{number ?? <span title={mechanisms.noNumber}>·</span>}</span>
              <When start={meeting.startDate} end={meeting.endDate} />
              <div>
                <ItemLink item={meeting} type="MEETING" />
                <p class="quiet">
                  {meeting.status !== "HELD" ? <span class="status">{meetingStatus[meeting.status]} </span> : null}
                  {[...meeting.places.map(({ city }) => city), ...hosts.map(({ code, name }) => name ?? code)].filter(Boolean).join(", ")}
                </p>
              </div>
            </li>
          </Fragment>
        ))}
        {gaps.map((gap) => (
          <Gap key={gap.from} gap={gap} />
        ))}
      </ol>
    </>
  );
}

/** Editions that there must have been, and that the record does not have. */
function Gap({ gap: { from, to } }: { gap: { from: number; to: number } }) {
  return (
    <li class="gap">
      <span class="ordinal">{from === to ? from : `${from}–${to}`}</span>
      <span class="when">{messages.value.mechanisms.missing}</span>
    </li>
  );
}
