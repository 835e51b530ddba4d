/** All articles, the newest first, by year and category. */
import { useLocation } from "preact-iso";

import { usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { ArticleFilter } from "../generated/graphql";
import { messages } from "../language";
import { Choice } from "../parts/choice";
import { PageHead } from "../parts/lists";
import { Photos } from "../parts/photos";
import { Answered, More } from "../parts/states";
import { ItemLink, When } from "../parts/text";
import { useTitle } from "../parts/title";
import { duringYear } from "../parts/years";

export default function News() {
  const { nav, category, filters, field, state } = messages.value;
  useTitle(nav.news);
  const { query } = useLocation();
  const filter: ArticleFilter = {
    ...duringYear(query["year"]),
    ...(query["category"] ? { categories: [query["category"]] } : {}),
  };
  const page = usePages(documents.news, { first: 20, after: null, filter }, (data) => data.articles);
  const all = usePages(documents.news, { first: 1, after: null, filter: {} }, (data) => data.articles);
  const years = (all.data?.articles.facets.years ?? []).flatMap(({ value }) => (value === null ? [] : [`${value}`]));
  return (
    <div class="page">
      <PageHead kind="" title={nav.news} />
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice name="year" label={filters.year} any={filters.any} options={years.sort().reverse().map((year) => [year, year])} />
        <Choice name="category" label={field.category} any={filters.any} options={Object.entries(category)} />
      </form>
      <Answered answer={page}>
        {() => (
          <>
            {page.nodes.length === 0 ? <p class="quiet">{state.nothing}</p> : null}
            <ol class="news">
              {page.nodes.map((article) => (
                <li key={article.id}>
                  <p class="quiet">
                    <When start={article.publishedOn} />
                    {article.publishedOn ? " · " : null}
                    <span>{category[article.category] ?? article.category}</span>
                  </p>
                  <h2>
                    <ItemLink item={article} type="ARTICLE" />
                  </h2>
                  <Photos photos={article.photos} brief />
                </li>
              ))}
            </ol>
            <More more={page.more} />
          </>
        )}
      </Answered>
    </div>
  );
}
