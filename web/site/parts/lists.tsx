/** Lists of items that many pages have. */
import type { ComponentChildren } from "preact";

import { usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { MeetingFilter } from "../generated/graphql";
import { formatRange, messages, nameOfLanguage } from "../language";
import type { ItemLike, Localized, MeetingLike, PlaceLike, StatementLike } from "./shapes";
import { SourceMarks } from "./sources";
import { Answered, More } from "./states";
import { AreaLink, ItemLink, type pathOf, When } from "./text";

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

/** A list under its heading; nothing where there is nothing. */
export function ListSection<Item>({
  title,
  id,
  items,
  total,
  aside,
  children,
}: {
  title: ComponentChildren;
  id: string;
  items: readonly Item[];
  /** How many there are altogether, to be said beside the heading. */
  total?: number;
  aside?: ComponentChildren;
  children: (item: Item) => ComponentChildren;
}) {
  if (items.length === 0) return null;
  return (
    <Section title={title} id={id} aside={aside ?? (total === undefined ? null : <span class="quiet">{total}</span>)}>
      <ul class="plainlist">
        {items.map((item, at) => (
          <li key={at}>{children(item)}</li>
        ))}
      </ul>
    </Section>
  );
}

/** Items of any type under a heading, each with what it is. */
export function ItemsSection({ title, id, items }: { title: string; id: string; items: readonly ItemLike[] }) {
  const { type } = messages.value;
  return (
    <ListSection title={title} id={id} items={items}>
      {(item) => (
        <>
          <ItemLink item={item} type={item.itemType} /> <span class="quiet">{type[item.itemType]}</span>
        </>
      )}
    </ListSection>
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
                  {meeting.places?.length ? " · " : null}
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
            <ItemLink item={item} type={type} />
            {item.note ? <p class="quiet">{item.note}</p> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Anything with a label and a date, under a heading; nothing where there is nothing. */
export function DatedSection({
  title,
  id,
  onward,
  ...list
}: {
  title: string;
  id: string;
  /** Where all of them are, if these are some. */
  onward?: string | false;
} & Parameters<typeof DatedList>[0]) {
  if (list.items.length === 0) return null;
  return (
    <Section title={title} id={id} aside={onward ? <a href={onward}>{messages.value.home.all}</a> : null}>
      <DatedList {...list} />
    </Section>
  );
}

/** Meetings of a list that grows, under a heading. */
export function MeetingsSection({
  title,
  id,
  pages,
  hideEmpty = false,
}: {
  title: string;
  id: string;
  pages: ReturnType<typeof useMeetings>;
  /** Nothing, rather than that there is nothing. */
  hideEmpty?: boolean;
}) {
  const count = pages.data?.meetings.totalCount;
  if (hideEmpty && !count) return null;
  return (
    <Section title={title} id={id} aside={<span class="quiet">{count}</span>}>
      <Answered answer={pages}>
        {() => (
          <>
            {count === 0 ? <p class="quiet">{messages.value.state.nothing}</p> : null}
            <MeetingList meetings={pages.nodes} />
            <More pages={pages} />
          </>
        )}
      </Answered>
    </Section>
  );
}

/** The meetings that a filter lets through, the latest first. */
export const useMeetings = (filter: MeetingFilter, first = 20) =>
  usePages(documents.meetings, { first, after: null, filter }, ({ meetings }) => meetings);

/** The facts at the head of a page, each with its name and where it is known from. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ComponentChildren, statements?: readonly StatementLike[]])[] }) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "");
  if (known.length === 0) return null;
  return (
    <dl class="facts">
      {known.map(([name, value, statements]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {statements ? <SourceMarks statements={statements} of={name} /> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The address of an organization or mechanism elsewhere. */
export function Website({ url }: { url: string }) {
  return (
    <a href={url} rel="noreferrer" target="_blank">
      {url}
    </a>
  );
}

/** What something is called besides: in other languages, at other times. */
export function OtherNames({
  names,
  statements = [],
}: {
  names: readonly { text: ComponentChildren; locale: string; time?: string }[];
  statements?: readonly StatementLike[];
}) {
  if (names.length === 0) return null;
  return (
    <ul class="othernames" aria-label={messages.value.section.names}>
      {names.map(({ text, locale, time }, at) => (
        <li key={at} lang={locale} title={nameOfLanguage(locale)}>
          {text}
          {time ? <small class="quiet"> {time}</small> : null}
        </li>
      ))}
      {statements.length > 0 ? (
        <li>
          <SourceMarks statements={statements} of={messages.value.section.names} />
        </li>
      ) : null}
    </ul>
  );
}

/** Names that hold for a time, in all their languages, without the one that the page is headed by. */
export function otherNames(
  names: readonly { startDate: string | null; endDate: string | null; names: readonly Localized[] }[],
  heading: Localized | null,
): Parameters<typeof OtherNames>[0]["names"] {
  return names.flatMap(({ startDate, endDate, names }) =>
    names
      .filter(({ value }) => value !== heading?.value)
      .map(({ locale, value }) => ({ text: value, locale, time: formatRange(startDate, endDate) })),
  );
}

/** What narrows a list; each part keeps itself in the address. */
export function Filters({ children }: { children: ComponentChildren }) {
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      {children}
    </form>
  );
}

/** The head of a page: what it is, and of which sort. */
export function PageHead({ kind, title, children }: { kind?: ComponentChildren; title: ComponentChildren; children?: ComponentChildren }) {
  return (
    <header class="pagehead">
      <p class="kind">{kind}</p>
      <h1>{title}</h1>
      {children}
    </header>
  );
}
