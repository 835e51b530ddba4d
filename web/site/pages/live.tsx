/** The live dashboard: every change as it happens, and the proof that a lost connection loses nothing. */
import { useLocation } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";

import type { ItemFilter, ItemType, MechanismLevel } from "../generated/graphql";
import { formatNumber, language, messages } from "../language";
import { empty, type Entry, type Keeping, keepLedger, type Ledger } from "../live/ledger";
import { Choice, Several, severalIn } from "../parts/choice";
import { Filters, PageHead, Section } from "../parts/lists";
import { Failed } from "../parts/states";
import { SubjectFilter, subjectsIn } from "../parts/subjects";
import { ItemLink } from "../parts/text";
import { useTitle } from "../parts/title";
import "../style/live.css";

/** Milliseconds for which the cable is pulled. */
const CUT = 3000;
/** Milliseconds without an event before they are compared with the feed. */
const QUIET = 400;
/** Milliseconds in which arrivals are gathered before they are spoken of. */
const GATHER = 3000;
/** What the address says of a replay from the beginning, and the feed's name of that place. */
const [START, BEGINNING] = ["start", "0"];

export default function Live() {
  const { live, nav, type, level } = messages.value;
  useTitle(nav.live);
  const { query } = useLocation();
  const types = Object.keys(type) as ItemType[];
  const levels = Object.keys(level) as MechanismLevel[];
  const filter = filterOf(query, types, levels);
  const place = query["from"];
  const from = place === START ? BEGINNING : place || undefined;
  const [round, setRound] = useState(0);
  const [ledger, setLedger] = useState(empty);
  const keeping = useRef<Keeping | null>(null);
  useEffect(() => {
    setLedger(empty);
    keeping.current = keepLedger(filter, from, setLedger);
    return () => keeping.current?.stop();
  }, [JSON.stringify([filter, from, language.value]), round]);
  const { state, cursor } = ledger;
  useEffect(() => {
    if (state !== "open") return;
    // Once it is quiet for a moment, and so after each return, what was heard is held against the feed.
    const timer = setTimeout(() => void keeping.current?.check().catch(() => undefined), QUIET);
    return () => clearTimeout(timer);
  }, [state, cursor, ledger.checked]);
  const places: [string, string][] = [[START, live.fromStart]];
  if (place && place !== START) places.push([place, live.fromPosition]);
  return (
    <div class="page live">
      <PageHead title={live.title}>
        <p class="lead">{live.intro}</p>
      </PageHead>
      <Filters>
        <Choice name="from" label={live.begin} any={live.fromNow} options={places} />
        <SubjectFilter />
        <Several name="types" label={live.types} options={types.map((each) => [each, type[each]])} />
        <Several name="levels" label={live.levels} options={levels.map((each) => [each, level[each]])} />
      </Filters>
      {ledger.refused ? <Failed again={() => setRound(round + 1)} /> : null}
      <Gauges ledger={ledger} />
      <p class="cable">
        <button type="button" disabled={state !== "open"} onClick={() => keeping.current?.cut(CUT)}>
          {live.drop}
        </button>
        <span class="quiet">{live.dropHint}</span>
      </p>
      <p class="unseen" role="status">
        {live.state[state]}
      </p>
      <Arrivals ledger={ledger} />
      <Events entries={ledger.entries} />
    </div>
  );
}

/** The filter that the address asks for. */
function filterOf(query: Record<string, string>, types: readonly ItemType[], levels: readonly MechanismLevel[]): ItemFilter {
  const subjects = subjectsIn(query);
  const refs = (kind: string) => subjects.filter((subject) => subject.kind === kind).map(({ slug }) => ({ slug }));
  const filter = {
    types: severalIn(query, "types", types),
    levels: severalIn(query, "levels", levels),
    people: refs("person"),
    organizations: refs("organization"),
    mechanisms: refs("mechanism"),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, values]) => values.length > 0));
}

function Gauges({ ledger }: { ledger: Ledger }) {
  const { live } = messages.value;
  const delay = ledger.entries[0]?.delay;
  return (
    <dl class="gauges" aria-live="off">
      <Gauge name={live.connection} value={live.state[ledger.state]} at="state" class={`connection ${ledger.state}`} />
      <Gauge name={live.heard} value={formatNumber(ledger.heard)} at="heard" />
      <Gauge name={live.missed} value={live.missedOf(ledger.missed, ledger.checked)} at="missed" />
      <Gauge name={live.repeated} value={formatNumber(ledger.repeated)} at="repeated" />
      <Gauge name={live.losses} value={formatNumber(ledger.losses)} at="losses" />
      <Gauge name={live.behind} value={live.behindBy(ledger.behind)} at="behind" />
      <Gauge name={live.lag} value={delay === undefined ? "–" : formatDelay(delay)} at="lag" />
      <Gauge name={live.position} value={<Position cursor={ledger.cursor} />} at="position" />
    </dl>
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

/** Where it is, to be taken along: an address that goes on from there has it as `from`. */
function Position({ cursor }: { cursor: string | undefined }) {
  const { live } = messages.value;
  const [copied, setCopied] = useState<string>();
  if (cursor === undefined) return <>–</>;
  // Browsers have a clipboard on secure origins only; the text can be selected everywhere.
  return (
    <>
      <code>{cursor}</code>
      {navigator.clipboard ? (
        <button
          type="button"
          class="plain"
          aria-label={live.copy}
          onClick={() => void navigator.clipboard.writeText(cursor).then(() => setCopied(cursor), () => setCopied(undefined))}
        >
          {copied === cursor ? live.copied : live.copy}
        </button>
      ) : null}
    </>
  );
}

/** Tells those who listen what arrived, a few seconds of it at a time. */
function Arrivals({ ledger }: { ledger: Ledger }) {
  const { live } = messages.value;
  const [told, setTold] = useState({ heard: 0, text: "" });
  const latest = useRef(ledger);
  latest.current = ledger;
  const waiting = ledger.heard > told.heard;
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => {
      const { heard, entries } = latest.current;
      const item = entries[0]?.change.item;
      setTold({ heard, text: live.arrived(heard - told.heard, item?.labelText?.value ?? item?.slug ?? live.withdrawn) });
    }, GATHER);
    return () => clearTimeout(timer);
  }, [waiting, told.heard]);
  useEffect(() => {
    if (ledger.heard < told.heard) setTold({ heard: 0, text: "" });
  }, [ledger.heard]);
  return (
    <p class="unseen" aria-live="polite">
      {told.text}
    </p>
  );
}

/** The events, the newest first; they can be held still to be read. */
function Events({ entries }: { entries: readonly Entry[] }) {
  const { live } = messages.value;
  const [held, setHeld] = useState<readonly Entry[]>();
  const shown = held ?? entries;
  const newer = held ? entries.findIndex(({ change }) => change.cursor === held[0]?.change.cursor) : 0;
  return (
    <Section
      title={live.heard}
      id="events"
      aside={
        <p class="hold">
          {held && newer !== 0 ? <span class="quiet">{live.held(newer < 0 ? entries.length : newer)}</span> : null}
          <button type="button" onClick={() => setHeld(held ? undefined : entries)}>
            {held ? live.go : live.hold}
          </button>
        </p>
      }
    >
      {shown.length === 0 ? <p class="quiet">{live.empty}</p> : null}
      <ol class="events" tabIndex={shown.length > 0 ? 0 : undefined} aria-labelledby="events">
        {shown.map((entry) => (
          <Event key={entry.change.cursor} entry={entry} />
        ))}
      </ol>
    </Section>
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
    ["minute", 60_000],
    ["second", 1000],
  ] as const;
  const [unit, size] = units.find(([, size]) => milliseconds >= size) ?? (["millisecond", 1] as const);
  return formatNumber(milliseconds / size, { style: "unit", unit, maximumFractionDigits: unit === "second" ? 1 : 0 });
}
