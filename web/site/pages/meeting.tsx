/** A meeting: when and where, who took part by delegation, its sessions, what it is linked with, and where that is known from. */
import { useAnswer, usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { MeetingPageQuery, ParticipantsQuery } from "../generated/graphql";
import { messages } from "../language";
import { DatedSection, Facts, OtherNames, PageHead, Places, Section } from "../parts/lists";
import type { StatementLike } from "../parts/shapes";
import { about, Sourced, SourceMarks } from "../parts/sources";
import { ItemPage, More } from "../parts/states";
import { ActorLink, AreaLink, ItemLink, Listed, nameOfActor, preferred, Text, When } from "../parts/text";

type Meeting = NonNullable<MeetingPageQuery["meeting"]>;
type Participant = NonNullable<ParticipantsQuery["meeting"]>["participants"]["nodes"][number];

export default function MeetingPage({ slug }: { slug: string }) {
  const { field, section, meetingKind, meetingStatus, meeting: words, meetingLink, meetingLinkedFrom, fact } = messages.value;
  const answer = useAnswer(documents.meeting, { by: { slug } });
  const participants = usePages(documents.participants, { by: { slug }, after: null }, ({ meeting }) => meeting?.participants);
  const participantCount = participants.data?.meeting?.participants.totalCount;
  return (
    <ItemPage answer={answer} of={({ meeting }) => meeting}>
      {(meeting) => {
        const { statements: said } = meeting;
        const titles = meeting.titles.filter(({ locale }) => locale !== meeting.labelText?.locale);
        const links = [
          ...meeting.links.map(({ kind, to }) => ({ name: meetingLink[kind], other: to })),
          ...meeting.linkedFrom.map(({ kind, from }) => ({ name: meetingLinkedFrom[kind], other: from })),
        ];
        return (
          <Sourced statements={[...meeting.statements, ...participants.nodes.flatMap(({ statements }) => statements)]}>
            <PageHead kind={`${meetingKind[meeting.kind]} · ${meetingStatus[meeting.status]}`} title={<Text text={meeting.labelText} />}>
              <OtherNames names={titles.map(({ locale, value }) => ({ text: value, locale }))} statements={about(said, "titles", "names")} />
            </PageHead>
            <Facts
              facts={[
                [field.date, <When start={meeting.startDate} end={meeting.endDate} />, about(said, "startDate", "endDate")],
                [field.place, meeting.places.length > 0 && <Places places={meeting.places} />, about(said, "places")],
                [field.mechanism, meeting.mechanism && <ItemLink item={meeting.mechanism} type="MECHANISM" />, about(said, "mechanism")],
                [field.edition, meeting.edition, about(said, "edition")],
                [field.theme, meeting.themeText && <Text text={meeting.themeText} />, about(said, "theme")],
                [fact["attendanceMode"] ?? "", mode(meeting), about(said, "attendanceMode")],
                [fact["attendance"] ?? "", stated(said, "attendance"), about(said, "attendance")],
                [field.parties, meeting.parties.length > 0 && <Listed parts={meeting.parties.map((area) => <AreaLink area={area} />)} />],
              ]}
            />
            <Section title={section.participants} id="participants" aside={<span class="quiet">{participantCount}</span>}>
              {participantCount === 0 ? <p class="quiet">{messages.value.state.nothing}</p> : null}
              <div class="delegations">
                {delegations(participants.nodes).map(({ name, key, members }) => (
                  <section key={key} aria-label={name}>
                    <h3>{name}</h3>
                    <ul>
                      {members.map((member) => (
                        <Member key={member.id} member={member} />
                      ))}
                    </ul>
                  </section>
                ))}
              </div>
              <More pages={participants} />
            </Section>
            {meeting.sessions.length > 0 ? (
              <Section title={section.sessions} id="sessions">
                <ol class="sessions">
                  {meeting.sessions.map((session) => (
                    <li key={session.id}>
                      <h3>
                        {session.titles.length > 0 ? <Text text={preferred(session.titles)} /> : session.number ? words.session(session.number) : null}
                      </h3>
                      <When start={session.startDate} />
                      <ul>
                        {session.appearances.map((appearance, at) => (
                          <li key={at}>
                            <ActorLink actor={appearance.participant?.actor} />
                            {appearance.participant?.actor ? null : appearance.participant?.statedName}
                            {appearance.role ? <span class="quiet"> {messages.value.role[appearance.role]}</span> : null}
                          </li>
                        ))}
                      </ul>
                    </li>
                  ))}
                </ol>
              </Section>
            ) : null}
            {links.length > 0 || meeting.previousEdition || meeting.nextEdition ? (
              <Section title={section.links} id="links" aside={<SourceMarks statements={about(said, "links")} of={section.links} />}>
                <Facts
                  facts={[
                    [words.previous, meeting.previousEdition && <ItemLink item={meeting.previousEdition} type="MEETING" />],
                    [words.next, meeting.nextEdition && <ItemLink item={meeting.nextEdition} type="MEETING" />],
                  ]}
                />
                <ul class="plainlist">
                  {links.map(({ name, other }, at) =>
                    other ? (
                      <li key={at}>
                        <span class="quiet">{name}</span> <ItemLink item={other} type="MEETING" />
                      </li>
                    ) : null,
                  )}
                </ul>
              </Section>
            ) : null}
            <DatedSection
              title={section.outcomes}
              id="outcomes"
              type="PUBLICATION"
              items={meeting.outcomes.nodes.map((node) => ({ ...node, date: node.issued }))}
            />
            <DatedSection
              title={section.coverage}
              id="coverage"
              type="ARTICLE"
              items={meeting.coverage.articles.nodes.map((node) => ({ ...node, date: node.publishedOn }))}
            />
            <DatedSection
              title={section.media}
              id="media"
              type="MEDIA_ITEM"
              items={meeting.coverage.mediaItems.nodes.map((node) => ({ ...node, note: node.outlet }))}
            />
          </Sourced>
        );
      }}
    </ItemPage>
  );
}

function Member({ member }: { member: Participant }) {
  const { role } = messages.value;
  const name = member.actor ? nameOfActor(member.actor) : (member.statedName ?? "");
  return (
    <li>
      {member.actor ? <ActorLink actor={member.actor} /> : member.statedName}
      <SourceMarks statements={member.statements} of={name} />
      <p class="quiet">
        {[member.statedTitle, ...member.roles.filter((each) => each !== "ATTENDEE").map((each) => role[each])]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </li>
  );
}

/** Participants by whom they took part for; the others last. */
function delegations(participants: readonly Participant[]) {
  const found = new Map<string, { key: string; name: string; members: Participant[] }>();
  for (const each of participants) {
    const behalf = each.onBehalfOf;
    const key = behalf ? (behalf.__typename === "Area" ? behalf.code : "slug" in behalf ? behalf.slug : "") : "";
    const name = behalf && behalf.__typename !== "Person" ? nameOfActor(behalf) : messages.value.meeting.others;
    const delegation = found.get(key) ?? { key, name, members: [] };
    delegation.members.push(each);
    found.set(key, delegation);
  }
  return [...found.values()].sort((one, other) => Number(one.key === "") - Number(other.key === ""));
}

/** What is stated of a measure, each way of saying it once. */
function stated(statements: readonly StatementLike[], field: string): string {
  return [...new Set(about(statements, field).map(({ value, quote }) => value ?? quote))].filter(Boolean).join(" · ");
}

function mode(meeting: Meeting): string | null {
  const { online, hybrid } = messages.value.meeting;
  if (meeting.attendanceMode === "ONLINE") return online;
  return meeting.attendanceMode === "HYBRID" ? hybrid : null;
}
