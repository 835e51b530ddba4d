/** Lists of items that many pages have. */
import type { ComponentChildren } from "preact";

import type { Localized, MeetingLike, PlaceLike } from "./shapes";
import { AreaLink, ItemLink, pathOf, Text, When } from "./text";
import { messages } from "../language";

/** A part of a page under its heading. */
export function Section({
  title,
  id,
  aside,
  children,
}: {
  title: ComponentChildren;
  id: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section aria-labelledby={id}>
      <div class="heading">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Where a meeting is. */
export function Places({ places }: { places: readonly PlaceLike[] | undefined }) {
  if (!places || places.length === 0) return null;
  return (
    <span class="places">
      {places.map((place, at) => (
        <span key={at}>
          {at > 0 ? " · " : null}
          <Place place={place} />
        </span>
      ))}
    </span>
  );
}

/** Venue, city and area; an area that is called as the city is named once. */
function Place({ place: { venue, city, area } }: { place: PlaceLike }) {
  const words = [venue, city === area?.name ? null : city].filter(Boolean).join(", ");
  return (
    <>
      {words}
      {words && area ? ", " : null}
      {area ? <AreaLink area={area} /> : null}
    </>
  );
}

/** Meetings with their dates. */
export function MeetingList({ meetings, mechanism = false }: { meetings: readonly MeetingLike[]; mechanism?: boolean }) {
  const { meetingStatus } = messages.value;
  return (
    <ul class="dated">
      {meetings.map((meeting) => (
        <li key={meeting.slug}>
          <When start={meeting.startDate} end={meeting.endDate} />
          <div>
            <ItemLink item={meeting} type="MEETING" />
            <p class="quiet">
              {meeting.status && meeting.status !== "HELD" ? (
                <span class={`status status-${meeting.status.toLowerCase()}`}>{meetingStatus[meeting.status]}</span>
              ) : null}
              <Places places={meeting.places} />
              {mechanism && meeting.mechanism ? (
                <>
                  {" "}
                  <ItemLink item={meeting.mechanism} type="MECHANISM" />
                </>
              ) : null}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Anything with a label and a date. */
export function DatedList({
  items,
  type,
}: {
  items: readonly { slug: string; labelText: Localized | null; date: string | null; note?: ComponentChildren }[];
  type: Parameters<typeof pathOf>[0];
}) {
  return (
    <ul class="dated">
      {items.map((item) => (
        <li key={item.slug}>
          <When start={item.date} />
          <div>
            <a href={pathOf(type, item.slug)}>
              <Text text={item.labelText} />
            </a>
            {item.note ? <p class="quiet">{item.note}</p> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The facts at the head of a page, each with its name. */
export function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "");
  if (known.length === 0) return null;
  return (
    <dl class="facts">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The head of a page: what it is, and of which sort. */
export function PageHead({ kind, title, children }: { kind: ComponentChildren; title: ComponentChildren; children?: ComponentChildren }) {
  return (
    <header class="pagehead">
      <p class="kind">{kind}</p>
      <h1>{title}</h1>
      {children}
    </header>
  );
}
