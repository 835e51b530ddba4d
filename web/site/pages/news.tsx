/** All articles, the newest first, by year and category. */
import { useLocation } from "preact-iso";

import { useAnswer, usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { ArticleFilter } from "../generated/graphql";
import { messages } from "../language";
import { Choice } from "../parts/choice";
import { Filters, PageHead } from "../parts/lists";
import { Photos } from "../parts/photos";
import { Answered, More } from "../parts/states";
import { refTo, SubjectFilter, subjectsIn } from "../parts/subjects";
import { ItemLink, When } from "../parts/text";
import { useTitle } from "../parts/title";
import { duringYear, yearsOf } from "../parts/years";

export default function News() {
  const { nav, category, filters, field, state } = messages.value;
  useTitle(nav.news);
  const { query } = useLocation();
  const subjects = subjectsIn(query);
  const filter: ArticleFilter = {
    ...duringYear(query["year"]),
    ...(query["category"] ? { categories: [query["category"]] } : {}),
    ...(subjects.length > 0 ? { concerns: subjects.map(({ kind, slug }) => refTo(kind, slug)) } : {}),
  };
  const page = usePages(documents.news, { first: 20, after: null, filter }, (data) => data.articles);
  const years = useAnswer(documents.newsYears, {}).data?.articles.facets.years;
  return (
    <div class="page">
      <PageHead title={nav.news} />
      <Filters>
        <Choice name="year" label={filters.year} any={filters.any} options={yearsOf(years)} />
        <Choice name="category" label={field.category} any={filters.any} options={Object.entries(category)} />
        <SubjectFilter />
      </Filters>
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
            <More pages={page} />
          </>
        )}
      </Answered>
    </div>
  );
}
