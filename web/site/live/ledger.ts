/** What was heard of the feed, and what is said about it: counted here, so that a page can show that nothing was lost. */
import { ask } from "../api/ask";
import { type Change, type Changes, type ConnectionState, followChanges } from "../api/changes";
import { documents } from "../api/documents";
import type { ItemFilter } from "../generated/graphql";

/** Events that are kept to be shown. */
const SHOWN = 200;

export interface Entry {
  readonly change: Change;
  /** Milliseconds from when it happened to when it was heard. */
  readonly delay: number;
}

export interface Ledger {
  readonly state: ConnectionState;
  /** The last events, the newest first. */
  readonly entries: readonly Entry[];
  readonly heard: number;
  readonly repeated: number;
  readonly losses: number;
  /** How many events the feed has that were not heard; undefined until that was counted. */
  readonly missed: number | undefined;
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
  missed: undefined,
  cursor: undefined,
  behind: 0,
  refused: false,
};

export interface Keeping {
  cut(milliseconds: number): void;
  /** Reads the feed again up to what was last heard, and counts what was not heard. */
  recount(): Promise<void>;
  stop(): void;
}

/** Keeps a ledger of what a filter lets through, and tells it at most once for each frame that is drawn. */
export function keepLedger(filter: ItemFilter, fromStart: boolean, tell: (ledger: Ledger) => void): Keeping {
  const cursors = new Set<string>();
  let ledger = empty;
  let frame = 0;
  let stopped = false;
  let start: string | undefined;
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
    if (!change.action) {
      put({ cursor: change.cursor, behind: change.behind });
      return;
    }
    const repeated = cursors.has(change.cursor);
    cursors.add(change.cursor);
    const entry = { change, delay: change.occurredAt ? Date.now() - Date.parse(change.occurredAt) : 0 };
    put({
      cursor: change.cursor,
      behind: change.behind,
      heard: ledger.heard + (repeated ? 0 : 1),
      repeated: ledger.repeated + (repeated ? 1 : 0),
      entries: repeated ? ledger.entries : [entry, ...ledger.entries].slice(0, SHOWN),
    });
  };

  const recount = async () => {
    const last = changes?.cursor();
    if (start === undefined || last === undefined) return;
    let missed = 0;
    let after = start;
    // What was last heard may be a checkpoint, which the feed has no entry for; what came later is not looked for.
    const heardBefore = new Set(cursors);
    for (let more = true; more; ) {
      const { feed } = await ask(documents.feedSince, { after, filter });
      const upTo = feed.nodes.findIndex(({ cursor }) => cursor === ledger.cursor);
      const looked = upTo < 0 ? feed.nodes : feed.nodes.slice(0, upTo + 1);
      missed += looked.filter(({ cursor }) => !heardBefore.has(cursor) && !cursors.has(cursor)).length;
      more = upTo < 0 && feed.pageInfo.hasNextPage;
      after = feed.pageInfo.endCursor ?? after;
    }
    put({ missed });
  };

  void (async () => {
    start = fromStart ? "0" : (await ask(documents.position, {})).feedPosition;
    if (stopped) return;
    put({ cursor: start });
    changes = followChanges(
      {
        change: hear,
        state(state) {
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
    recount,
    stop() {
      stopped = true;
      cancelAnimationFrame(frame);
      changes?.stop();
    },
  };
}
