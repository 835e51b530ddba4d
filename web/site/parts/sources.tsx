/** Where facts come from: each leads to its source. */
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";

import type { StatementLike } from "./shapes";
import { ActorLink, ItemLink, pathOf, tongueOf } from "./text";
import { formatList, messages } from "../language";

/** Sources that are shown at once; the rest when somebody wants to see them. */
const SHOWN = 12;

/** Letters of an address that are shown. */
const LEGIBLE = 64;

/** The number of each source of a page, as its list at the end has it. */
const Numbers = createContext<ReadonlyMap<string, number>>(new Map());

/** One among the sources of a page. */
const keyOf = ({ source, sourceUrl }: StatementLike): string => (source ? `${source.itemType} ${source.slug}` : (sourceUrl ?? ""));

/** What a page says and, at its end, all sources of it, each once, with what it says. */
export function Sourced({
  statements,
  url,
  posts = false,
  children,
}: {
  statements: readonly StatementLike[];
  /** Where the item itself is from. */
  url?: string | null;
  /** Titles are those of posts. */
  posts?: boolean;
  children: ComponentChildren;
}) {
  const groups = new Map<string, StatementLike[]>();
  for (const statement of statements) groups.set(keyOf(statement), [...(groups.get(keyOf(statement)) ?? []), statement]);
  return (
    <Numbers.Provider value={new Map([...groups.keys()].map((key, at) => [key, at + 1]))}>
      {children}
      <Posts.Provider value={posts}>
        <Sources groups={[...groups.values()]} url={url} />
      </Posts.Provider>
    </Numbers.Provider>
  );
}

/** On the pages of those who hold posts, a title is that of a post. */
const Posts = createContext(false);

/** Those of some statements that are about some fields. */
export const about = (statements: readonly StatementLike[], ...fields: string[]): StatementLike[] =>
  statements.filter(({ field }) => fields.includes(field));

/** The small marks beside a fact that lead to its sources, with their numbers in the list at the end. */
export function SourceMarks({ statements, of }: { statements: readonly StatementLike[]; of: string }) {
  const { source } = messages.value;
  const numbers = useContext(Numbers);
  const each = new Map(statements.map((statement) => [keyOf(statement), statement]));
  const marks = [...each].map(([key, statement]) => ({ number: numbers.get(key), statement })).filter(({ number }) => number !== undefined);
  return (
    <>
      {marks
        .sort((one, other) => (one.number ?? 0) - (other.number ?? 0))
        .map(({ number, statement }) => (
          <sup key={number} class="mark">
            <SourceLink statement={statement}>
              <span class="unseen">{source.of(of)} </span>
              {number}
            </SourceLink>
          </sup>
        ))}
    </>
  );
}

/** A link to the source of a statement: an item of the record, or a page elsewhere. */
function SourceLink({ statement: { source, sourceUrl }, children }: { statement: StatementLike; children: ComponentChildren }) {
  if (source) {
    return (
      <a href={pathOf(source.itemType, source.slug)} title={source.labelText?.value}>
        {children}
      </a>
    );
  }
  if (!sourceUrl) return <>{children}</>;
  return (
    <a href={sourceUrl} rel="noreferrer" target="_blank" title={legible(sourceUrl)}>
      {children}
    </a>
  );
}

function Sources({ groups, url }: { groups: readonly StatementLike[][]; url: string | null | undefined }) {
  const { section, source } = messages.value;
  const [first, rest] = [groups.slice(0, SHOWN), groups.slice(SHOWN)];
  return (
    <section class="sources" aria-labelledby="sources">
      <div class="heading">
        <h2 id="sources">{section.sources}</h2>
        {groups.length > 0 ? <span class="quiet">{groups.length}</span> : null}
      </div>
      {url ? (
        <p>
          {source.elsewhere}{" "}
          <a href={url} rel="noreferrer" target="_blank">
            {legible(url)}
          </a>
        </p>
      ) : null}
      {groups.length === 0 && !url ? <p class="quiet">{source.none}</p> : null}
      {first.length > 0 ? <SourceList groups={first} from={1} /> : null}
      {rest.length > 0 ? (
        <details>
          <summary>{source.all(groups.length)}</summary>
          <SourceList groups={rest} from={SHOWN + 1} />
        </details>
      ) : null}
    </section>
  );
}

function SourceList({ groups, from }: { groups: readonly StatementLike[][]; from: number }) {
  return (
    <ol start={from}>
      {groups.map((group, at) => {
        const [first] = group;
        return first ? (
          <li key={keyOf(first)}>
            <span class="ordinal">{from + at}</span>
            <div>
              {first.source ? (
                <ItemLink item={first.source} type={first.source.itemType} />
              ) : (
                <SourceLink statement={first}>{first.sourceUrl ? legible(first.sourceUrl) : null}</SourceLink>
              )}
              {first.statedBy ? (
                <span class="quiet">
                  {" · "}
                  <ActorLink actor={first.statedBy} />
                </span>
              ) : null}
              <SaidBy group={group} />
            </div>
          </li>
        ) : null;
      })}
    </ol>
  );
}

/** What a source says: of which fields, and in which words where they are given. */
function SaidBy({ group }: { group: readonly StatementLike[] }) {
  const posts = useContext(Posts);
  const fields = new Set(group.filter(({ value, quote }) => !value && !quote).map(({ field }) => nameOf(field, posts) ?? spaced(field)));
  const worded = new Map(
    group.filter(({ value, quote }) => value || quote).map((each) => [`${each.field} ${each.value} ${each.quote}`, each]),
  );
  return (
    <ul class="said">
      {fields.size > 0 ? <li>{formatList([...fields])}</li> : null}
      {[...worded.values()].map((statement) => (
        <li key={statement.id}>
          <Said statement={statement} post={posts} />
        </li>
      ))}
    </ul>
  );
}

/** What a statement says of which field. */
export function Said({
  statement: { field, value, quote, basis },
  post,
}: {
  statement: Pick<StatementLike, "field" | "value" | "quote"> & { basis?: StatementLike["basis"] };
  /** It is about a post. */
  post: boolean;
}) {
  const { source } = messages.value;
  const name = nameOf(field, post);
  return (
    <>
      <b {...(name ? {} : { lang: "en" })}>{name ?? spaced(field)}</b>
      {value ? (
        <>
          {" "}
          <span lang={tongueOf(value)}>{value}</span>
        </>
      ) : null}
      {quote && quote !== value ? (
        <>
          {" "}
          <q lang={tongueOf(quote)}>{quote}</q>
        </>
      ) : null}
      {basis === "INFERRED" ? <em> ({source.inferred})</em> : null}
    </>
  );
}

/** What a field is called, if it has a name here. */
const nameOf = (field: string, post: boolean): string | undefined => messages.value.fact[post && field === "title" ? "post" : field];

/** A measure that has no name here, in words: `budgetShare` as “Budget share”. */
function spaced(field: string): string {
  const words = field.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An address as one reads it: without its scheme, its letters as they are, not too long. */
function legible(url: string): string {
  try {
    const { host, pathname, search } = new URL(url);
    const text = `${host.replace(/^www\./, "")}${decodeURI(pathname + search).replace(/\/$/, "")}`;
    return text.length > LEGIBLE ? `${text.slice(0, LEGIBLE)}…` : text;
  } catch {
    return url;
  }
}
