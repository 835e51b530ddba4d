/** A country or region: its organizations, the meetings held there, and those its delegations took part in. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { messages } from "../language";
import { DatedSection, Facts, ListSection, MeetingsSection, OtherNames, PageHead, useMeetings } from "../parts/lists";
import { ItemPage } from "../parts/states";
import { AreaLink, ItemLink, Listed } from "../parts/text";

export default function AreaPage({ code }: { code: string }) {
  const { field, section, areaKind, organizationKind } = messages.value;
  const answer = useAnswer(documents.area, { code });
  const held = useMeetings({ areas: [code] });
  const attended = useMeetings({ parties: [code] });
  return (
    <ItemPage answer={answer} of={({ area }) => area} name={({ name }) => name}>
      {(area) => (
        <>
          <PageHead kind={areaKind[area.kind]} title={area.name ?? area.code}>
            <OtherNames
              names={area.names.filter(({ value }) => value !== area.name).map(({ locale, value }) => ({ text: value, locale }))}
            />
          </PageHead>
          <Facts
            facts={[
              [field.parent, area.parent && <AreaLink area={area.parent} />],
              [field.children, area.members.length > 0 && <Listed parts={area.members.map((each) => <AreaLink area={each} />)} />],
            ]}
          />
          <MeetingsSection title={section.meetingsHeld} id="held" pages={held} hideEmpty />
          <MeetingsSection title={section.meetingsAttended} id="attended" pages={attended} hideEmpty />
          <ListSection title={section.organizations} id="organizations" items={area.organizations.nodes} total={area.organizations.totalCount}>
            {(each) => (
              <>
                <ItemLink item={each} type="ORGANIZATION" /> <span class="quiet">{organizationKind[each.kind]}</span>
              </>
            )}
          </ListSection>
          <DatedSection
            title={section.coverage}
            id="coverage"
            type="ARTICLE"
            items={area.coverage.articles.nodes.map((node) => ({ ...node, date: node.publishedOn }))}
          />
        </>
      )}
    </ItemPage>
  );
}
