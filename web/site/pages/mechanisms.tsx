/** The mechanism explorer: every mechanism by level or by topic, narrowed by level, topic or counter. */
import { useLocation } from "preact-iso";

import { useAnswer, usePages } from "../api/ask";
import { documents } from "../api/documents";
import type { AllMechanismsQuery, MechanismFilter, MechanismLevel } from "../generated/graphql";
import { formatDate, language, messages, nameOfTopic } from "../language";
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
  const topics = (useAnswer(documents.topics, {}).data?.mechanisms.facets.topics ?? []).map(({ value }) => value);
  const byTopic = query["by"] === "topic";
  const counters = ["summit", "ministerial", "other"];
  return (
    <div class="page">
      <PageHead title={nav.mechanisms}>
        <p class="lead">{words.intro}</p>
      </PageHead>
      <Filters>
        <Choice name="by" label={words.by} any={words.byLevel} options={[["topic", words.byTopic]]} />
        <Choice name="level" label={filters.level} any={words.allLevels} options={levels.map((each) => [each, level[each]])} />
        <Choice
          name="topic"
          label={messages.value.field.topics}
          any={words.allTopics}
          options={inOrder(topics)}
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
            {groups(page.nodes, byTopic).map(({ key, title, nodes }) => (
              <Section key={key} title={title} id={`${byTopic ? "topic" : "level"}-${key.toLowerCase()}`} aside={<span class="quiet">{nodes.length}</span>}>
                <ul class="cards">
                  {nodes.map((node) => (
                    <li key={node.id}>
                      <ItemLink item={node} type="MECHANISM" />
                      <p class="quiet">
                        {[
                          byTopic ? level[node.level] : node.topics.map(nameOfTopic).join(", "),
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
            ))}
            <More pages={page} />
          </>
        )}
      </Answered>
    </div>
  );
}

/** Mechanisms by level, or by topic: one of several topics stands under each. */
function groups(nodes: readonly Mechanism[], byTopic: boolean): { key: string; title: string; nodes: Mechanism[] }[] {
  const { level, mechanisms } = messages.value;
  const levels = Object.keys(level) as MechanismLevel[];
  if (!byTopic) return levels.map((key) => ({ key, title: level[key], nodes: nodes.filter((node) => node.level === key) })).filter(isFilled);
  const topics = inOrder([...new Set(nodes.flatMap(({ topics }) => topics))]);
  const sorted = [...nodes].sort((one, other) => levels.indexOf(one.level) - levels.indexOf(other.level));
  return [
    ...topics.map(([key, title]) => ({ key, title, nodes: sorted.filter(({ topics }) => topics.includes(key)) })),
    { key: "none", title: mechanisms.noTopic, nodes: sorted.filter(({ topics }) => topics.length === 0) },
  ].filter(isFilled);
}

const isFilled = ({ nodes }: { nodes: readonly unknown[] }) => nodes.length > 0;

/** Topics with what they are called, in the order of the reader's language. */
function inOrder(topics: readonly string[]): [string, string][] {
  const collator = new Intl.Collator(language.value);
  return topics
    .map((topic): [string, string] => [topic, nameOfTopic(topic)])
    .sort(([, one], [, other]) => collator.compare(one, other));
}
