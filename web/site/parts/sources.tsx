/** Where facts come from: each leads to its source. */
import type { StatementLike } from "./shapes";
import { ActorLink, ItemLink, pathOf } from "./text";
import { messages } from "../language";

/** The small mark beside a fact that leads to its sources. */
export function SourceMarks({ statements, of }: { statements: readonly StatementLike[]; of: string }) {
  const { source } = messages.value;
  const seen = new Set<string>();
  return (
    <>
      {statements.map((statement) => {
        const address = statement.sourceUrl ?? (statement.source && `#${statement.source.slug}`);
        if (!address || seen.has(address)) return null;
        seen.add(address);
        return (
          <sup key={statement.id} class="mark">
            {statement.source ? (
              <a href={pathOf(statement.source.itemType, statement.source.slug)}>
                <span class="unseen">{source.of(of)} </span>
                {seen.size}
              </a>
            ) : (
              <a href={address} rel="noreferrer" target="_blank">
                <span class="unseen">{source.of(of)} </span>
                {seen.size}
              </a>
            )}
          </sup>
        );
      })}
    </>
  );
}

/** All sources of a page's item, each once, with what it says. */
export function Sources({ statements, url }: { statements: readonly StatementLike[]; url?: string | null }) {
  const { section, source } = messages.value;
  const groups = new Map<string, StatementLike[]>();
  for (const statement of statements) {
    const key = statement.source ? `item:${statement.source.slug}` : (statement.sourceUrl ?? "");
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return (
    <section class="sources" aria-labelledby="sources">
      <h2 id="sources">{section.sources}</h2>
      {url ? (
        <p>
          <a href={url} rel="noreferrer" target="_blank">
            {source.elsewhere} ({hostOf(url)})
          </a>
        </p>
      ) : null}
      {groups.size === 0 && !url ? <p class="quiet">{source.none}</p> : null}
      {groups.size > 0 ? (
        <ol>
          {[...groups].map(([key, group]) => {
            const first = group[0];
            return first ? (
              <li key={key}>
                {first.source ? (
                  <ItemLink item={first.source} type={first.source.itemType} />
                ) : first.sourceUrl ? (
                  <a href={first.sourceUrl} rel="noreferrer" target="_blank">
                    {hostOf(first.sourceUrl)}
                  </a>
                ) : null}
                {first.statedBy ? (
                  <span class="quiet">
                    {" "}
                    <ActorLink actor={first.statedBy} />
                  </span>
                ) : null}
                <Said group={group} />
              </li>
            ) : null;
          })}
        </ol>
      ) : null}
    </section>
  );
}

/** What a source says: of which fields, and in which words where they are given. */
function Said({ group }: { group: readonly StatementLike[] }) {
  const { source } = messages.value;
  const fields = new Set(group.filter(({ value, quote }) => !value && !quote).map(({ field }) => field));
  const worded = new Map(
    group.filter(({ value, quote }) => value || quote).map((each) => [`${each.field} ${each.value} ${each.quote}`, each]),
  );
  return (
    <ul class="said">
      {fields.size > 0 ? (
        <li>
          <code>{[...fields].filter(Boolean).join(", ")}</code>
        </li>
      ) : null}
      {[...worded.values()].map((statement) => (
        <li key={statement.id}>
          <code>{statement.field}</code> {statement.value} {statement.quote ? <q>{statement.quote}</q> : null}
          {statement.basis === "INFERRED" ? <em> ({source.inferred})</em> : null}
        </li>
      ))}
    </ul>
  );
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
