/** A mechanism: its editions in order, who hosted, which numbers are missing. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { MechanismPageQuery } from "../generated/graphql";
import { formatDate, formatRange, messages, nameOfLanguage } from "../language";
import { DatedList, Facts, PageHead, Section } from "../parts/lists";
import { Sources } from "../parts/sources";
import { Answered, NotFound } from "../parts/states";
import { AreaLink, ItemLink, Listed, Text, When } from "../parts/text";
import { useTitle } from "../parts/title";

type Mechanism = NonNullable<MechanismPageQuery["mechanism"]>;

export default function MechanismPage({ slug }: { slug: string }) {
  const { field, section, level, mechanismKind, mechanismStatus, mechanismLink, involvement, mechanisms } = messages.value;
  const answer = useAnswer(documents.mechanism, { by: { slug } });
  useTitle(answer.data?.mechanism?.labelText?.value);
  return (
    <Answered answer={answer}>
      {({ mechanism }) => {
        if (!mechanism) return <NotFound />;
        const { timeline } = mechanism;
        return (
          <article class="page">
            <PageHead
              kind={`${mechanismKind[mechanism.kind]} · ${mechanismStatus[mechanism.status]}`}
              title={<Text text={mechanism.labelText} />}
            >
              <ul class="othernames" aria-label={section.names}>
                {mechanism.names.flatMap((name, at) =>
                  name.names
                    .filter(({ value }) => value !== mechanism.labelText?.value)
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
                [
                  field.website,
                  mechanism.website && (
                    <a href={mechanism.website} rel="noreferrer" target="_blank">
                      {mechanism.website}
                    </a>
                  ),
                ],
              ]}
            />
            {mechanism.description ? <p class="lead">{mechanism.description}</p> : null}
            <Section title={section.editions} id="editions" aside={<span class="quiet">{timeline.totalCount}</span>}>
              <Editions timeline={timeline} />
            </Section>
            {mechanism.organizations.length > 0 ? (
              <Section title={section.organizations} id="organizations">
                <ul class="plainlist">
                  {mechanism.organizations.map((each, at) => (
                    <li key={at}>
                      {each.organization ? <ItemLink item={each.organization} type="ORGANIZATION" /> : null}{" "}
                      <span class="quiet">{involvement[each.role]}</span>
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
            {mechanism.links.length + mechanism.linkedFrom.length > 0 ? (
              <Section title={section.involvements} id="links">
                <ul class="plainlist">
                  {mechanism.links.map(({ kind, to }, at) =>
                    to ? (
                      <li key={at}>
                        <span class="quiet">{mechanismLink[kind]}</span> <ItemLink item={to} type="MECHANISM" />
                      </li>
                    ) : null,
                  )}
                  {mechanism.linkedFrom.map(({ kind, from }, at) =>
                    from ? (
                      <li key={`from${at}`}>
                        <ItemLink item={from} type="MECHANISM" /> <span class="quiet">{mechanismLink[kind]}</span>
                      </li>
                    ) : null,
                  )}
                </ul>
              </Section>
            ) : null}
            {mechanism.coverage.articles.nodes.length > 0 ? (
              <Section title={section.coverage} id="coverage">
                <DatedList
                  type="ARTICLE"
                  items={mechanism.coverage.articles.nodes.map((node) => ({ ...node, date: node.publishedOn }))}
                />
              </Section>
            ) : null}
            {mechanism.coverage.publications.nodes.length > 0 ? (
              <Section title={section.publications} id="publications">
                <DatedList
                  type="PUBLICATION"
                  items={mechanism.coverage.publications.nodes.map((node) => ({ ...node, date: node.issued }))}
                />
              </Section>
            ) : null}
            <Sources statements={[...mechanism.statements, ...mechanism.organizations.flatMap(({ statements }) => statements)]} />
          </article>
        );
      }}
    </Answered>
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
