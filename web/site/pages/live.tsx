/** The live dashboard: every change as it happens, and the proof that a lost connection loses nothing. */
import { useLocation } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";

import type { ItemFilter, ItemType, MechanismLevel } from "../generated/graphql";
import { formatNumber, language, messages } from "../language";
import { empty, type Entry, type Keeping, keepLedger } from "../live/ledger";
import { Choice, withParameter } from "../parts/choice";
import { PageHead, Section } from "../parts/lists";
import { Failed } from "../parts/states";
import { ItemLink } from "../parts/text";
import { useTitle } from "../parts/title";
import "../style/live.css";

/** Milliseconds for which the cable is pulled. */
const CUT = 3000;
/** Milliseconds without an event before they are counted again. */
const QUIET = 400;

export default function Live() {
  const { live, nav, type, level, filters } = messages.value;
  useTitle(nav.live);
  const { query } = useLocation();
  const types = Object.keys(type) as ItemType[];
  const levels = Object.keys(level) as MechanismLevel[];
  const chosenTypes = types.filter((each) => query["types"]?.split(",").includes(each));
  const chosenLevel = levels.find((each) => each === query["level"]);
  const fromStart = query["from"] === "start";
  const filter: ItemFilter = {
    ...(chosenTypes.length > 0 ? { types: chosenTypes } : {}),
    ...(chosenLevel ? { levels: [chosenLevel] } : {}),
  };
  const key = JSON.stringify([filter, fromStart, language.value]);
  const [round, setRound] = useState(0);
  const [ledger, setLedger] = useState(empty);
  const keeping = useRef<Keeping | null>(null);
  useEffect(() => {
    setLedger(empty);
    keeping.current = keepLedger(filter, fromStart, setLedger);
    return () => keeping.current?.stop();
  }, [key, round]);
  const { state, losses } = ledger;
  useEffect(() => {
    if (state !== "open") return;
    // Once it is quiet for a moment, and so after each return, what was heard is held against the feed.
    const timer = setTimeout(() => void keeping.current?.recount().catch(() => undefined), QUIET);
    return () => clearTimeout(timer);
  }, [state, losses, ledger.heard]);
  const last = ledger.entries[0];
  return (
    <div class="page live">
      <PageHead kind="" title={live.title}>
        <p class="lead">{live.intro}</p>
      </PageHead>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice name="from" label={live.position} any={live.fromNow} options={[["start", live.fromStart]]} />
        <Choice name="level" label={filters.level} any={filters.any} options={levels.map((each) => [each, level[each]])} />
        <Types types={types} chosen={chosenTypes} />
      </form>
      {ledger.refused ? <Failed again={() => setRound(round + 1)} /> : null}
      <dl class="gauges" aria-live="off">
        <Gauge name={live.connection} value={live.state[state]} at="state" class={`connection ${state}`} />
        <Gauge name={live.heard} value={formatNumber(ledger.heard)} at="heard" />
        <Gauge name={live.missed} value={ledger.missed === undefined ? "–" : formatNumber(ledger.missed)} at="missed" />
        <Gauge name={live.repeated} value={formatNumber(ledger.repeated)} at="repeated" />
        <Gauge name={live.losses} value={formatNumber(ledger.losses)} at="losses" />
        <Gauge name={live.behind} value={live.behindBy(ledger.behind)} at="behind" />
        <Gauge name={live.lag} value={last ? formatDelay(last.delay) : "–"} at="lag" />
        <Gauge name={live.position} value={<code title={ledger.cursor}>{ledger.cursor?.slice(-12) ?? "–"}</code>} at="position" />
      </dl>
      <p class="cable">
        <button type="button" disabled={state !== "open"} onClick={() => keeping.current?.cut(CUT)}>
          {live.drop}
        </button>
        <span class="quiet">{live.dropHint}</span>
      </p>
      <p class="unseen" role="status">
        {live.state[state]}
      </p>
      <Section title={live.heard} id="events">
        {ledger.entries.length === 0 ? <p class="quiet">{live.empty}</p> : null}
        <ol class="events" tabIndex={ledger.entries.length > 0 ? 0 : undefined} aria-labelledby="events">
          {ledger.entries.map((entry) => (
            <Event key={entry.change.cursor} entry={entry} />
          ))}
        </ol>
      </Section>
    </div>
  );
}

function Types({ types, chosen }: { types: readonly ItemType[]; chosen: readonly ItemType[] }) {
  const { live, type } = messages.value;
  const { path, query, route } = useLocation();
  return (
    <fieldset>
      <legend>{live.types}</legend>
      {types.map((each) => (
        <label key={each}>
          <input
            type="checkbox"
            checked={chosen.includes(each)}
            onChange={(event) => {
              const next = event.currentTarget.checked ? [...chosen, each] : chosen.filter((other) => other !== each);
              route(withParameter(path, query, "types", next.join(",")), true);
            }}
          />
          {type[each]}
        </label>
      ))}
    </fieldset>
  );
}

function Gauge({ name, value, at, class: of = "" }: { name: string; value: preact.ComponentChildren; at: string; class?: string }) {
  return (
    <div class={of}>
      <dt>{name}</dt>
      <dd data-gauge={at}>{value}</dd>
    </div>
  );
}

function Event({ entry: { change } }: { entry: Entry }) {
  const words = messages.value;
  return (
    <li>
      <time class="when" {...(change.occurredAt ? { dateTime: change.occurredAt } : {})}>
        {change.occurredAt ? formatMoment(change.occurredAt) : ""}
      </time>
      <span class={`change change-${change.change?.toLowerCase() ?? ""}`}>{change.change ? words.change[change.change] : ""}</span>
      <span class="quiet">{change.itemType ? words.type[change.itemType] : ""}</span>
      <span>
        {change.item && change.itemType ? <ItemLink item={change.item} type={change.itemType} /> : words.live.withdrawn}
      </span>
    </li>
  );
}

const formatMoment = (instant: string) =>
  new Intl.DateTimeFormat(language.value, { dateStyle: "short", timeStyle: "medium" }).format(new Date(instant));

/** Milliseconds, seconds, or more, as exact as is worth saying. */
function formatDelay(milliseconds: number): string {
  const units = [
    ["day", 86_400_000],
    ["hour", 3_600_000],
    ["minute", 60_000],
    ["second", 1000],
  ] as const;
  const [unit, size] = units.find(([, size]) => milliseconds >= size) ?? (["millisecond", 1] as const);
  return formatNumber(Math.max(0, milliseconds) / size, { style: "unit", unit, maximumFractionDigits: unit === "second" ? 1 : 0 });
}
