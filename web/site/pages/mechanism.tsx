/** A mechanism: its editions in order, who hosted, which numbers are missing. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { MechanismPageQuery } from "../generated/graphql";
import { formatDate, messages } from "../language";
import { DatedSection, Facts, ListSection, OtherNames, otherNames, PageHead, Section, Website } from "../parts/lists";
import { Sources } from "../parts/sources";
import { ItemPage } from "../parts/states";
import { allNewsAbout } from "../parts/subjects";
import { AreaLink, ItemLink, Lead, Listed, Text, When } from "../parts/text";

type Mechanism = NonNullable<MechanismPageQuery["mechanism"]>;

export default function MechanismPage({ slug }: { slug: string }) {
  const { field, section, level, mechanismKind, mechanismStatus, mechanismLink, involvement, mechanisms } = messages.value;
  const answer = useAnswer(documents.mechanism, { by: { slug } });
  return (
    <ItemPage answer={answer} of={({ mechanism }) => mechanism}>
      {(mechanism) => {
        const { timeline } = mechanism;
        const links = [
          ...mechanism.links.map(({ kind, to }) => ({ before: mechanismLink[kind], other: to, after: "" })),
          ...mechanism.linkedFrom.map(({ kind, from }) => ({ before: "", other: from, after: mechanismLink[kind] })),
        ];
        return (
          <>
            <PageHead
              kind={`${mechanismKind[mechanism.kind]} · ${mechanismStatus[mechanism.status]}`}
              title={<Text text={mechanism.labelText} />}
            >
              <OtherNames names={otherNames(mechanism.names, mechanism.labelText)} />
            </PageHead>
            <Facts
              facts={[
                [field.level, <a href={`/mechanisms?level=${mechanism.level}`}>{level[mechanism.level]}</a>],
                [
                  field.topics,
                  mechanism.topics.length > 0 && (
                    <Listed
                      parts={mechanism.topics.map((topic) => (
                        <a href={`/mechanisms?topic=${topic}`}>{topic.replaceAll("-", " ")}</a>
                      ))}
                    />
                  ),
                ],
                [field.founded, mechanism.founded && formatDate(mechanism.founded)],
                [field.parent, mechanism.parent && <ItemLink item={mechanism.parent} type="MECHANISM" />],
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
              {({ organization, role }) => (
                <>
                  {organization ? <ItemLink item={organization} type="ORGANIZATION" /> : null}{" "}
                  <span class="quiet">{involvement[role]}</span>
                </>
              )}
            </ListSection>
            <ListSection title={section.involvements} id="links" items={links}>
              {({ before, other, after }) => (
                <>
                  <span class="quiet">{before}</span> {other ? <ItemLink item={other} type="MECHANISM" /> : null}{" "}
                  <span class="quiet">{after}</span>
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
            <Sources statements={[...mechanism.statements, ...mechanism.organizations.flatMap(({ statements }) => statements)]} />
          </>
        );
      }}
    </ItemPage>
  );
}

/** The editions by number, with what the record lacks said in its place. */
function Editions({ timeline }: { timeline: Mechanism["timeline"] }) {
  const { mechanisms, meetingStatus, state } = messages.value;
  if (timeline.editions.length === 0) return <p class="quiet">{state.nothing}</p>;
  const gaps = timeline.gaps.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
  return (
    <>
      {gaps ? <p class="quiet">{mechanisms.gaps(gaps)}</p> : null}
      {timeline.duplicates.length > 0 ? <p class="quiet">{mechanisms.duplicates(timeline.duplicates.join(", "))}</p> : null}
      <ol class="editions">
        {timeline.editions.map(({ number, hosts, meeting }) => (
          <li key={meeting.slug}>
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
        ))}
      </ol>
    </>
  );
}
