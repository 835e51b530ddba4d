/** All people, in the order of the reader's language. */
import { useLocation } from "preact-iso";

import { usePages } from "../api/ask";
import { documents } from "../api/documents";
import { formatRange, language, messages } from "../language";
import { withParameter } from "../parts/choice";
import { Filters, PageHead } from "../parts/lists";
import { Answered, More } from "../parts/states";
import { ItemLink, Text } from "../parts/text";
import { useTitle } from "../parts/title";

export default function People() {
  const { nav, filters, people: count } = messages.value;
  useTitle(nav.people);
  const { path, query, route } = useLocation();
  const name = query["name"]?.trim();
  const variables = { first: 60, after: null, locale: language.value, filter: name ? { name } : {} };
  const page = usePages(documents.people, variables, (data) => data.people);
  return (
    <div class="page">
      <PageHead title={nav.people} />
      <Filters>
        <label>
          <span>{filters.name}</span>
          <input
            type="search"
            value={name ?? ""}
            onChange={(event) => route(withParameter(path, query, "name", event.currentTarget.value), true)}
          />
        </label>
      </Filters>
      <Answered answer={page}>
        {(data) => (
          <>
            <p class="quiet" aria-live="polite">
              {count(data.people.totalCount)}
            </p>
            <ul class="cards">
              {page.nodes.map((person) => {
                const [position] = person.positions.nodes;
                return (
                  <li key={person.id}>
                    <ItemLink item={person} type="PERSON" />
                    {position ? (
                      <p class="quiet">
                        <Text text={position.titleText} />
                        {position.organization ? (
                          <>
                            {", "}
                            <ItemLink item={position.organization} type="ORGANIZATION" />
                          </>
                        ) : null}{" "}
                        {formatRange(position.startDate, position.endDate)}
                      </p>
                    ) : null}
                  </li>
                );
              })}
            </ul>
            <More pages={page} />
          </>
        )}
      </Answered>
    </div>
  );
}
