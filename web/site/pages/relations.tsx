/**
 * The relationship explorer: pick one to see whom they met, pick two to see the ways between them and the meetings they shared; as
 * a graph, and the same as tables. All that is picked stands in the address.
 */
import { useLocation } from "preact-iso";
import { useEffect, useMemo, useState } from "preact/hooks";

import { ask, useAnswer } from "../api/ask";
import { documents } from "../api/documents";
import type { EncounterFilter, MechanismLevel } from "../generated/graphql";
import { language, messages } from "../language";
import { Choice, withParameter } from "../parts/choice";
import { ItemPicker } from "../parts/item-picker";
import { Filters, PageHead, Section } from "../parts/lists";
import { Answered, Failed } from "../parts/states";
import { refTo, useCalled } from "../parts/subjects";
import { pathOf } from "../parts/text";
import { useTitle } from "../parts/title";
import { Drawing } from "../relations/drawing";
import { type Graph, keyOf, noGraph, ofNetwork, ofWays, together } from "../relations/graph";
import { Between, LinkTable, SharedMeetings } from "../relations/tables";
import "../style/relations.css";

type Kind = "person" | "organization";

/** The filter that the address asks for. */
function filterOf(query: Record<string, string>, levels: readonly MechanismLevel[]): EncounterFilter {
  const year = (name: string) => (/^\d{4}$/.test(query[name] ?? "") ? Number(query[name]) : undefined);
  const [since, until] = [year("since"), year("until")];
  const level = levels.find((each) => each === query["level"]);
  const during = {
    certainty: "POSSIBLE" as const,
    ...(since ? { from: `${since}` } : {}),
    ...(until ? { until: `${until + 1}` } : {}),
  };
  return {
    meetings: {
      ...(since || until ? { during } : {}),
      ...(level ? { levels: [level] } : {}),
    },
  };
}

export default function Relations() {
  const { relations, level, filters } = messages.value;
  useTitle(relations.title);
  const { query } = useLocation();
  const kind: Kind = query["kind"] === "organization" ? "organization" : "person";
  const from = query["from"];
  const to = query["to"] === from ? undefined : query["to"];
  const levels = Object.keys(level) as MechanismLevel[];
  const filter = filterOf(query, levels);
  const pair = from && to ? { from: refTo(kind, from), to: refTo(kind, to), filter } : undefined;
  const ways = useAnswer(documents.ways, pair);
  const alone = from && !to ? { around: refTo(kind, from), hops: 1, first: 25, filter } : undefined;
  const network = useAnswer(documents.network, alone);
  const shown = from && to ? { one: { slug: from }, other: { slug: to }, people: kind === "person", filter, first: 50 } : undefined;
  const shared = useAnswer(documents.together, shown);
  const base = useMemo<Graph>(
    () => (pair ? (ways.data ? ofWays(ways.data) : noGraph) : network.data ? ofNetwork(network.data) : noGraph),
    [ways.data, network.data, from, to],
  );
  return (
    <div class="page relations">
      <PageHead title={relations.title}>
        <p class="lead">{relations.intro}</p>
      </PageHead>
      <Pickers kind={kind} from={from} to={to} />
      <Filters>
        <Year name="since" label={filters.from} />
        <Year name="until" label={filters.until} />
        <Choice name="level" label={filters.level} any={filters.any} options={levels.map((each) => [each, level[each]])} />
      </Filters>
      {pair ? (
        <Answered answer={ways}>
          {({ meetingPath }) => (
            <p class="outcome" role="status">
              {meetingPath.outcome === "FOUND"
                ? relations.ways(meetingPath.hops ?? 0) + (meetingPath.hops === 1 ? "" : ` (${relations.wayCount(meetingPath.totalCount)})`)
                : relations.outcome[meetingPath.outcome]}
              <span class="quiet"> {relations.largest(meetingPath.largestMeeting)}</span>
            </p>
          )}
        </Answered>
      ) : null}
      {alone ? (
        <Answered answer={network}>{(data) => <p class="quiet">{relations.largest(data.network.largestMeeting)}</p>}</Answered>
      ) : null}
      {base.nodes.length > 0 ? (
        <Explorer key={`${kind} ${from} ${to} ${JSON.stringify(filter)} ${language.value}`} base={base} kind={kind} ends={[from, to].filter((each) => each !== undefined)} filter={filter} />
      ) : null}
      {shown ? (
        <Answered answer={shared}>
          {({ person, organization }) => <SharedMeetings edge={(person ?? organization)?.sharedMeetingsWith.edges[0]} />}
        </Answered>
      ) : null}
    </div>
  );
}

/** The graph with what was added to it, and the same as a table. */
function Explorer({ base, kind, ends, filter }: { base: Graph; kind: Kind; ends: readonly string[]; filter: EncounterFilter }) {
  const { relations } = messages.value;
  const [added, setAdded] = useState<readonly Graph[]>([]);
  const [chosen, setChosen] = useState<string>();
  const [failed, setFailed] = useState(false);
  // Who met nobody that is not there already.
  const [exhausted, setExhausted] = useState<string>();
  const graph = useMemo(() => together([base, ...added]), [base, added]);
  const node = graph.nodes.find(({ id }) => id === chosen);
  const link = graph.links.find(({ from, to }) => keyOf(from, to) === chosen);
  const expand = (slug: string) =>
    ask(documents.network, { around: refTo(kind, slug), hops: 1, first: 10, filter }).then(
      (data) => {
        const more = ofNetwork(data);
        setFailed(false);
        setAdded((before) => [...before, more]);
        setExhausted(more.nodes.every(({ id }) => graph.nodes.some((node) => node.id === id)) ? slug : undefined);
      },
      () => setFailed(true),
    );
  return (
    <>
      <Section title={relations.graph} id="graph">
        <p class="quiet">{relations.graphHint}</p>
        <Drawing graph={graph} ends={ends} chosen={chosen} onChoose={setChosen} onExpand={(id) => void expand(id)} />
        <div class="chosen-panel" aria-live="polite">
          {node ? (
            <>
              <a href={pathOf(node.kind, node.id)}>{relations.open(node.label.value)}</a>
              <button type="button" onClick={() => void expand(node.id)}>
                {relations.expand(node.label.value)}
              </button>
              {exhausted === node.id ? <span class="quiet">{relations.nobodyElse(node.label.value)}</span> : null}
            </>
          ) : null}
          {link ? <Between link={link} graph={graph} /> : null}
        </div>
        {failed ? <Failed again={() => chosen && void expand(chosen)} /> : null}
      </Section>
      <Section title={relations.table} id="table">
        <LinkTable graph={graph} />
      </Section>
    </>
  );
}

function Pickers({ kind, from, to }: { kind: Kind; from: string | undefined; to: string | undefined }) {
  const { relations, field } = messages.value;
  const { path, query, route } = useLocation();
  const names = { from: useCalled(kind, from), to: useCalled(kind, to) };
  const types = [kind === "person" ? ("PERSON" as const) : ("ORGANIZATION" as const)];
  const set = (name: string, value: string) => route(withParameter(path, { ...query, kind }, name, value));
  return (
    <div class="pickers">
      <fieldset>
        <legend class="unseen">{field.kind}</legend>
        {(["person", "organization"] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="kind" checked={kind === each} onChange={() => route(`${path}?kind=${each}`)} />
            {each === "person" ? relations.people : relations.organizations}
          </label>
        ))}
      </fieldset>
      <div>
        <span aria-hidden="true">{relations.first}</span>
        <ItemPicker label={relations.first} placeholder={relations.pick} types={types} initial={names.from} onPick={({ slug }) => set("from", slug)} />
      </div>
      <button
        type="button"
        disabled={!from || !to}
        onClick={() => route(withParameter(path, { ...query, from: to ?? "" }, "to", from ?? ""))}
      >
        {relations.swap}
      </button>
      <div>
        <span aria-hidden="true">{relations.second}</span>
        <ItemPicker label={relations.second} placeholder={relations.pick} types={types} initial={names.to} onPick={({ slug }) => set("to", slug)} />
      </div>
    </div>
  );
}

/** A year that is kept in the address. */
function Year({ name, label }: { name: string; label: string }) {
  const { path, query, route } = useLocation();
  const [text, setText] = useState(query[name] ?? "");
  useEffect(() => setText(query[name] ?? ""), [query[name]]);
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        inputMode="numeric"
        pattern="[0-9]{4}"
        maxLength={4}
        size={6}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => route(withParameter(path, query, name, event.currentTarget.value.trim()), true)}
      />
    </label>
  );
}
