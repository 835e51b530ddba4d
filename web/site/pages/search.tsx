/** What a search finds, the best first, with the words that were found. */
import { useLocation } from "preact-iso";

import { usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { FindQuery, ItemType } from "../generated/graphql";
import { messages } from "../language";
import { Choice } from "../parts/choice";
import { Filters, PageHead } from "../parts/lists";
import { Answered, More } from "../parts/states";
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
  const page = usePages(documents.search, words ? { query: words, first: 30, after: null, filter } : undefined, ({ search }) => ({
    nodes: search.edges,
    pageInfo: search.pageInfo,
  }));
  return (
    <div class="page">
      <PageHead kind={words ? search.title : ""} title={words || search.title}>
        <p class="quiet">{search.hint}</p>
      </PageHead>
      {words ? (
        <Answered answer={page}>
          {(data) => (
            <>
              <Filters>
                <Choice
                  name="type"
                  label={filters.type}
                  any={filters.any}
                  options={data.search.facets.types.map(({ value, count }) => [value, `${type[value]} (${count})`])}
                />
              </Filters>
              <p class="quiet" aria-live="polite">
                {data.search.totalCount > 0 ? results(data.search.totalCount) : search.nothing(words)}
              </p>
              <ol class="results">
                {page.nodes.map(({ node, highlights }) => (
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
              <More pages={page} />
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
