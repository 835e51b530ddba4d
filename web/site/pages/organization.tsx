/** An organization: its names, who holds which position, what it takes part in, and whom it met. */
import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import { formatDate, messages } from "../language";
import {
  DatedSection,
  Facts,
  ListSection,
  MeetingsSection,
  OtherNames,
  otherNames,
  PageHead,
  Places,
  Section,
  useMeetings,
  Website,
} from "../parts/lists";
import { PositionTimeline } from "../parts/positions";
import { about, Sourced, SourceMarks } from "../parts/sources";
import { ItemPage } from "../parts/states";
import { allNewsAbout } from "../parts/subjects";
import { AreaLink, ItemLink, Lead, Text } from "../parts/text";

export default function OrganizationPage({ slug }: { slug: string }) {
  const { field, section, organizationKind, involvement, meetings: count, person: words } = messages.value;
  const answer = useAnswer(documents.organization, { by: { slug } });
  const meetings = useMeetings({ organizations: [{ slug }] });
  return (
    <ItemPage answer={answer} of={({ organization }) => organization}>
      {(organization) => {
        const { statements: said } = organization;
        const positions = organization.positions.nodes;
        const involvements = organization.involvements.nodes.flatMap((each) =>
          each.mechanism ? [{ ...each, mechanism: each.mechanism }] : [],
        );
        const relations = `/relations?kind=organization&from=${organization.slug}`;
        return (
          <Sourced posts statements={[...organization.statements, ...[...positions, ...involvements].flatMap(({ statements }) => statements)]}>
            <PageHead kind={organizationKind[organization.kind]} title={<Text text={organization.labelText} />}>
              <OtherNames names={otherNames(organization.names, organization.labelText)} statements={about(said, "names", "abbreviation")} />
            </PageHead>
            <Facts
              facts={[
                [field.parent, organization.parent && <ItemLink item={organization.parent} type="ORGANIZATION" />, about(said, "parent")],
                [field.area, organization.area && <AreaLink area={organization.area} />, about(said, "area")],
                [field.place, organization.place && <Places places={[organization.place]} />, about(said, "place")],
                [field.founded, organization.founded && formatDate(organization.founded), about(said, "founded")],
                [field.dissolved, organization.dissolved && formatDate(organization.dissolved), about(said, "dissolved")],
                [field.website, organization.website && <Website url={organization.website} />],
              ]}
            />
            <Lead text={organization.descriptionText} />
            {positions.length > 0 ? (
              <Section title={section.people} id="positions">
                <PositionTimeline
                  positions={positions.map((position) => ({
                    ...position,
                    of: position.person ? <ItemLink item={position.person} type="PERSON" /> : null,
                  }))}
                />
              </Section>
            ) : null}
            <ListSection title={section.involvements} id="involvements" items={involvements}>
              {({ mechanism, role, statements }) => (
                <>
                  <ItemLink item={mechanism} type="MECHANISM" /> <span class="quiet">{involvement[role]}</span>
                  <SourceMarks statements={statements} of={mechanism.labelText?.value ?? mechanism.slug} />
                </>
              )}
            </ListSection>
            <ListSection
              title={section.met}
              id="met"
              items={organization.sharedMeetingsWith.edges}
              aside={<a href={relations}>{words.explore}</a>}
            >
              {(edge) => (
                <>
                  <ItemLink item={edge.node} type="ORGANIZATION" />{" "}
                  <a class="quiet" href={`${relations}&to=${edge.node.slug}`}>
                    {count(edge.count)}
                  </a>
                </>
              )}
            </ListSection>
            <MeetingsSection title={section.meetings} id="meetings" pages={meetings} />
            <ListSection title={field.children} id="children" items={organization.children.nodes} total={organization.children.totalCount}>
              {(child) => (
                <>
                  <ItemLink item={child} type="ORGANIZATION" /> <span class="quiet">{organizationKind[child.kind]}</span>
                </>
              )}
            </ListSection>
            <DatedSection
              title={section.publications}
              id="publications"
              type="PUBLICATION"
              items={organization.publications.nodes.map((node) => ({ ...node, date: node.issued }))}
            />
            <DatedSection
              title={section.coverage}
              id="coverage"
              type="ARTICLE"
              onward={allNewsAbout("organization", slug, organization.coverage.articles)}
              items={organization.coverage.articles.nodes.map((node) => ({ ...node, date: node.publishedOn }))}
            />
          </Sourced>
        );
      }}
    </ItemPage>
  );
}
