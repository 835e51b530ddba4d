/** What was heard of the feed, and what is said about it: counted here, so that a page can show that nothing was lost. */
import { ask } from "../api/ask";
import { type Change, type Changes, type ConnectionState, followChanges } from "../api/changes";
import { documents } from "../api/documents";
import type { ItemFilter } from "../generated/graphql";

/** Events that are kept to be shown. */
const SHOWN = 200;
/** Events that are kept to be compared with the feed; of a longer replay, the last. */
const COMPARED = 2000;

export interface Entry {
  readonly change: Change;
  /** Milliseconds from when it happened to when it was heard; undefined for what had happened before there was a connection. */
  readonly delay: number | undefined;
}

export interface Ledger {
  readonly state: ConnectionState;
  /** The last events, the newest first. */
  readonly entries: readonly Entry[];
  readonly heard: number;
  readonly repeated: number;
  readonly losses: number;
  /** Events of the feed that were looked for among those heard. */
  readonly checked: number;
  /** Those of them that had not been heard. */
  readonly missed: number;
  readonly cursor: string | undefined;
  readonly behind: number;
  readonly refused: boolean;
}

export const empty: Ledger = {
  state: "connecting",
  entries: [],
  heard: 0,
  repeated: 0,
  losses: 0,
  checked: 0,
  missed: 0,
  cursor: undefined,
  behind: 0,
  refused: false,
};

export interface Keeping {
  cut(milliseconds: number): void;
  /** Reads in the feed what came since this was last done, and counts what was not heard of it. */
  check(): Promise<void>;
  stop(): void;
}

/**
 * Keeps a ledger of what a filter lets through, and tells it at most once for each frame that is drawn.
 *
 * `from` is the cursor to begin after; undefined for now.
 */
export function keepLedger(filter: ItemFilter, from: string | undefined, tell: (ledger: Ledger) => void): Keeping {
  /** The events that the next check will look for. */
  let unchecked = new Set<string>();
  /** Where the next check begins. */
  let checkedTo: string | undefined;
  /** The events before it, to know what comes twice. */
  let before = new Set<string>();
  let checking = false;
  let ledger = empty;
  let frame = 0;
  let stopped = false;
  let opened = Infinity;
  let changes: Changes | undefined;

  const put = (part: Partial<Ledger>) => {
    ledger = { ...ledger, ...part };
    // A replay has hundreds of events between two frames.
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      if (!stopped) tell(ledger);
    });
  };

  const hear = (change: Change) => {
    const { cursor, behind } = change;
    // Without an action it is a checkpoint.
    if (!change.action) return put({ cursor, behind });
    if (unchecked.has(cursor) || before.has(cursor)) return put({ cursor, behind, repeated: ledger.repeated + 1 });
    unchecked.add(cursor);
    if (unchecked.size > COMPARED && !checking) {
      [before, unchecked] = [unchecked, new Set()];
      checkedTo = cursor;
    }
    const happened = change.occurredAt ? Date.parse(change.occurredAt) : -Infinity;
    const delay = happened >= opened ? Math.max(0, Date.now() - happened) : undefined;
    put({ cursor, behind, heard: ledger.heard + 1, entries: [{ change, delay }, ...ledger.entries].slice(0, SHOWN) });
  };

  const check = async () => {
    const upTo = changes?.cursor();
    if (checking || checkedTo === undefined || upTo === undefined || upTo === checkedTo) return;
    checking = true;
    try {
      const events = await feedAfter(checkedTo, filter);
      // Where the connection is may be a checkpoint, which the feed has no entry for; so what comes later is told by reading on from there.
      const later = await feedAfter(upTo, filter);
      const until = [...events].filter((cursor) => !later.has(cursor));
      const missed = until.filter((cursor) => !unchecked.has(cursor)).length;
      before = new Set(until);
      unchecked = new Set([...unchecked].filter((cursor) => !before.has(cursor)));
      checkedTo = upTo;
      put({ checked: ledger.checked + until.length, missed: ledger.missed + missed });
    } finally {
      checking = false;
    }
  };

  void (async () => {
    const start = from ?? (await ask(documents.position, {})).feedPosition;
    if (stopped) return;
    checkedTo = start;
    put({ cursor: start });
    changes = followChanges(
      {
        change: hear,
        state(state) {
          if (state === "open") opened = Date.now();
          const lost = state === "lost" && ledger.state === "open";
          put({ state, losses: ledger.losses + (lost ? 1 : 0) });
        },
        refused: () => put({ refused: true }),
      },
      filter,
      start,
    );
  })().catch(() => put({ refused: true }));

  return {
    cut: (milliseconds) => changes?.cut(milliseconds),
    check,
    stop() {
      stopped = true;
      cancelAnimationFrame(frame);
      changes?.stop();
    },
  };
}

/** The cursors of everything in the feed after a place. */
async function feedAfter(place: string, filter: ItemFilter): Promise<Set<string>> {
  const cursors = new Set<string>();
  for (let after = place; ; ) {
    const { feed } = await ask(documents.feedSince, { after, filter });
    for (const { cursor } of feed.nodes) cursors.add(cursor);
    if (!feed.pageInfo.hasNextPage || feed.pageInfo.endCursor === null) return cursors;
    after = feed.pageInfo.endCursor;
  }
}
