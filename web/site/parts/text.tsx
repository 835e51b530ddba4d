/** Words of the record: each in its language, marked where that is not the reader's. */
import type { ActorLike, ItemLike, Localized } from "./shapes";
import { formatRange, type Language, language, messages, nameOfLanguage } from "../language";

const primary = (tag: string) => tag.split("-")[0];

/** A text in whatever language the record has it. */
export function Text({ text }: { text: Localized | null | undefined }) {
  if (!text) return null;
  return (
    <>
      <span lang={text.locale}>{text.value}</span>
      <Tongue locale={text.locale} />
    </>
  );
}

/** The mark of a text that is not in the reader's language. */
export function Tongue({ locale }: { locale: string }) {
  if (primary(locale) === language.value) return null;
  return (
    <small class="tongue" title={messages.value.state.otherLanguage(nameOfLanguage(locale))}>
      {locale}
    </small>
  );
}

/**
 * The language that a text is in as far as its script tells, for what the record has word for word and without a language: Korean
 * and Japanese have letters of their own, Chinese characters alone may be of any of them, and others are unknown.
 */
export function tongueOf(text: string): string | undefined {
  if (/[\uac00-\ud7a3]/.test(text)) return "ko";
  if (/[\u3040-\u30ff]/.test(text)) return "ja";
  return /[\u4e00-\u9fff]/.test(text) ? undefined : "";
}

/** Of a text in several languages, the one for the reader. */
export const preferred = (texts: readonly Localized[]): Localized | undefined =>
  [language.value, "en"].map((tag) => texts.find(({ locale }) => primary(locale) === tag)).find(Boolean) ?? texts[0];

/** What something is, in prose, at the head of its page. */
export function Lead({ text }: { text: Localized | null }) {
  return text ? (
    <p class="lead">
      <Text text={text} />
    </p>
  ) : null;
}

const folders: Record<ItemLike["itemType"], string> = {
  ARTICLE: "news",
  INDICATOR: "statistics",
  MECHANISM: "mechanisms",
  MEDIA_ITEM: "media",
  MEETING: "meetings",
  ORGANIZATION: "organizations",
  PERSON: "people",
  PUBLICATION: "publications",
};

/** The address of an item's page. */
export const pathOf = (itemType: ItemLike["itemType"], slug: string): string => `/${folders[itemType]}/${slug}`;

/** A link to an item's page, by its label; the mark of the language is not a part of the link's name. */
export function ItemLink({ item: { slug, labelText }, type }: { item: Omit<ItemLike, "itemType">; type: ItemLike["itemType"] }) {
  return (
    <>
      <a href={pathOf(type, slug)} {...(labelText ? { lang: labelText.locale } : {})}>
        {labelText?.value ?? slug}
      </a>
      {labelText ? <Tongue locale={labelText.locale} /> : null}
    </>
  );
}

/** A link to the page of whoever acts. */
export function ActorLink({ actor }: { actor: ActorLike | null | undefined }) {
  if (!actor) return null;
  switch (actor.__typename) {
    case "Person":
      return <ItemLink item={actor} type="PERSON" />;
    case "Organization":
      return <ItemLink item={actor} type="ORGANIZATION" />;
    case "Area":
      return <AreaLink area={actor} />;
  }
}

/** A link to a country's or region's page. */
export function AreaLink({ area }: { area: { code: string; name: string | null } }) {
  return <a href={`/areas/${area.code}`}>{area.name ?? area.code}</a>;
}

/** The name of whoever acts, as plain text. */
export function nameOfActor(actor: ActorLike): string {
  return actor.__typename === "Area" ? (actor.name ?? actor.code) : (actor.labelText?.value ?? actor.slug);
}

/** When something was. */
export function When({ start, end }: { start: string | null | undefined; end?: string | null | undefined }) {
  if (!start && !end) return null;
  return (
    <time class="when" {...(start ? { dateTime: start } : {})}>
      {formatRange(start, end)}
    </time>
  );
}

const commas: Partial<Record<Language, string>> = { zh: "、", ja: "、" };

/** Things beside each other, with commas between them. */
export function Listed({ parts }: { parts: preact.ComponentChildren[] }) {
  return (
    <>
      {parts.map((part, at) => (
        <span key={at}>
          {at > 0 ? (commas[language.value] ?? ", ") : null}
          {part}
        </span>
      ))}
    </>
  );
}
