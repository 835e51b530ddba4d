/** The mechanism explorer: every mechanism by level, narrowed by level, topic or counter. */
import { useLocation } from "preact-iso";

import { useAnswer, usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { AllMechanismsQuery, MechanismFilter, MechanismLevel } from "../generated/graphql";
import { formatDate, messages } from "../language";
import { Choice } from "../parts/choice";
import { Filters, PageHead, Section } from "../parts/lists";
import { Answered, More } from "../parts/states";
import { ItemLink } from "../parts/text";
import { useTitle } from "../parts/title";

type Mechanism = AllMechanismsQuery["mechanisms"]["nodes"][number];

export default function Mechanisms() {
  const { nav, level, mechanisms: words, counter, filters, meetings: count, mechanismStatus } = messages.value;
  useTitle(nav.mechanisms);
  const { query } = useLocation();
  const levels = Object.keys(level) as MechanismLevel[];
  const chosen = levels.find((each) => each === query["level"]);
  const filter: MechanismFilter = {
    ...(chosen ? { levels: [chosen] } : {}),
    ...(query["counter"] ? { counters: [query["counter"]] } : {}),
    ...(query["topic"] ? { topics: [query["topic"]] } : {}),
  };
  const page = usePages(documents.mechanisms, { after: null, filter }, (data) => data.mechanisms);
  const topics = [...new Set((useAnswer(documents.topics, {}).data?.mechanisms.nodes ?? []).flatMap(({ topics }) => topics))].sort();
  const counters = ["summit", "ministerial", "other"];
  return (
    <div class="page">
      <PageHead title={nav.mechanisms}>
        <p class="lead">{words.intro}</p>
      </PageHead>
      <Filters>
        <Choice name="level" label={filters.level} any={words.allLevels} options={levels.map((each) => [each, level[each]])} />
        <Choice
          name="topic"
          label={messages.value.field.topics}
          any={words.allTopics}
          options={topics.map((topic) => [topic, topic.replaceAll("-", " ")])}
        />
        <Choice
          name="counter"
          label={messages.value.home.counters}
          any={filters.any}
          options={counters.map((each) => [each, counter[each] ?? each])}
        />
      </Filters>
      <Answered answer={page}>
        {(data) => (
          <>
            <p class="quiet" aria-live="polite">
              {words.found(data.mechanisms.totalCount)}
            </p>
            {levels.map((each) => {
              const nodes = page.nodes.filter((node) => node.level === each);
              return nodes.length > 0 ? (
                <Section key={each} title={level[each]} id={`level-${each.toLowerCase()}`} aside={<span class="quiet">{nodes.length}</span>}>
                  <ul class="cards">
                    {nodes.map((node: Mechanism) => (
                      <li key={node.id}>
                        <ItemLink item={node} type="MECHANISM" />
                        <p class="quiet">
                          {[
                            node.founded ? formatDate(node.founded) : null,
                            node.meetings.totalCount > 0 ? count(node.meetings.totalCount) : null,
                            node.status === "ACTIVE" ? null : mechanismStatus[node.status],
                          ]
                            .filter(Boolean)
                            .join(" · ")}
                        </p>
                      </li>
                    ))}
                  </ul>
                </Section>
              ) : null;
            })}
            <More pages={page} />
          </>
        )}
      </Answered>
    </div>
  );
}
