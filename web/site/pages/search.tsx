/** What a search finds, the best first, with the words that were found. */
import { useLocation } from "preact-iso";

import { useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { FindQuery, ItemType } from "../generated/graphql";
import { messages } from "../language";
import { Choice } from "../parts/choice";
import { PageHead } from "../parts/lists";
import { Answered } from "../parts/states";
import { ItemLink } from "../parts/text";
import { useTitle } from "../parts/title";

type Highlight = FindQuery["search"]["edges"][number]["highlights"][number];

export default function Search() {
  const { search, type, results, filters } = messages.value;
  const { query } = useLocation();
  const words = query["q"]?.trim() ?? "";
  useTitle(words ? `${words} – ${search.title}` : search.title);
  const types = Object.keys(type) as ItemType[];
  const chosen = types.find((each) => each === query["type"]);
  const filter = chosen ? { types: [chosen] } : {};
  const answer = useAnswer(documents.search, words ? { query: words, first: 50, after: null, filter } : undefined);
  return (
    <div class="page">
      <PageHead kind={search.title} title={words ? `“${words}”` : search.title}>
        <p class="quiet">{search.hint}</p>
      </PageHead>
      {words ? (
        <Answered answer={answer}>
          {(data) => (
            <>
              <form class="filters" onSubmit={(event) => event.preventDefault()}>
                <Choice
                  name="type"
                  label={filters.type}
                  any={filters.any}
                  options={data.search.facets.types.map(({ value, count }) => [value, `${type[value]} (${count})`])}
                />
              </form>
              <p class="quiet" aria-live="polite">
                {data.search.totalCount > 0 ? results(data.search.totalCount) : search.nothing(words)}
              </p>
              <ol class="results">
                {data.search.edges.map(({ node, highlights }) => (
                  <li key={node.id}>
                    <p class="kind">{type[node.itemType]}</p>
                    <ItemLink item={node} type={node.itemType} />
                    {highlights
                      .filter(({ text }) => text !== node.labelText?.value)
                      .slice(0, 2)
                      .map((highlight, at) => (
                        <p key={at} class="quiet">
                          <Marked highlight={highlight} />
                        </p>
                      ))}
                  </li>
                ))}
              </ol>
            </>
          )}
        </Answered>
      ) : null}
    </div>
  );
}

/** A text with what was found in it marked. Ranges count UTF-16 code units, as texts do here. */
function Marked({ highlight }: { highlight: Highlight }) {
  const { text, ranges, locale } = highlight;
  const parts: preact.ComponentChildren[] = [];
  let done = 0;
  for (const { start, end } of ranges) {
    parts.push(text.slice(done, start), <mark key={start}>{text.slice(start, end)}</mark>);
    done = end;
  }
  parts.push(text.slice(done));
  return <span {...(locale ? { lang: locale } : {})}>{parts}</span>;
}
