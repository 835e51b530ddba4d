/** A country or region: its organizations, the meetings held there, and those its delegations took part in. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { messages, nameOfLanguage } from "../language";
import { DatedList, Facts, MeetingList, PageHead, Section } from "../parts/lists";
import { Answered, NotFound } from "../parts/states";
import { AreaLink, ItemLink, Listed } from "../parts/text";
import { useTitle } from "../parts/title";

export default function AreaPage({ code }: { code: string }) {
  const { field, section, areaKind, organizationKind } = messages.value;
  const answer = useAnswer(documents.area, { code });
  useTitle(answer.data?.area?.name);
  return (
    <Answered answer={answer}>
      {({ area }) => {
        if (!area) return <NotFound />;
        return (
          <article class="page">
            <PageHead kind={areaKind[area.kind]} title={area.name ?? area.code}>
              <ul class="othernames" aria-label={section.names}>
                {area.names
                  .filter(({ value }) => value !== area.name)
                  .map(({ locale, value }) => (
                    <li key={locale} lang={locale} title={nameOfLanguage(locale)}>
                      {value}
                    </li>
                  ))}
              </ul>
            </PageHead>
            <Facts
              facts={[
                [field.parent, area.parent && <AreaLink area={area.parent} />],
                [field.children, area.members.length > 0 && <Listed parts={area.members.map((each) => <AreaLink area={each} />)} />],
              ]}
            />
            {area.meetingsHeld.nodes.length > 0 ? (
              <Section title={section.meetingsHeld} id="held" aside={<span class="quiet">{area.meetingsHeld.totalCount}</span>}>
                <MeetingList meetings={area.meetingsHeld.nodes} />
              </Section>
            ) : null}
            {area.meetings.nodes.length > 0 ? (
              <Section title={section.meetingsAttended} id="attended" aside={<span class="quiet">{area.meetings.totalCount}</span>}>
                <MeetingList meetings={area.meetings.nodes} />
              </Section>
            ) : null}
            {area.organizations.nodes.length > 0 ? (
              <Section title={section.organizations} id="organizations" aside={<span class="quiet">{area.organizations.totalCount}</span>}>
                <ul class="plainlist">
                  {area.organizations.nodes.map((each) => (
                    <li key={each.slug}>
                      <ItemLink item={each} type="ORGANIZATION" /> <span class="quiet">{organizationKind[each.kind]}</span>
                    </li>
                  ))}
                </ul>
              </Section>
            ) : null}
            {area.coverage.articles.nodes.length > 0 ? (
              <Section title={section.coverage} id="coverage">
                <DatedList type="ARTICLE" items={area.coverage.articles.nodes.map((node) => ({ ...node, date: node.publishedOn }))} />
              </Section>
            ) : null}
          </article>
        );
      }}
    </Answered>
  );
}
