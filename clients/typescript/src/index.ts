/**
 * Follows the feed across lost connections and restarts of the server. The protocols' own clients
 * come back by themselves, but send the variables of the first time again; here they send the
 * cursor of the last event, so nothing is lost and nothing comes twice.
 */

/** What is asked. */
export interface Request {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** A response, as both clients give it. */
export interface Result<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly unknown[];
}

/** What hears of responses. */
export interface Sink<Data> {
  next(result: Result<Data>): void;
  /** Nothing follows. The cursor of the last event can be asked for with `cursor()`. */
  error(error: unknown): void;
  complete(): void;
}

/** What `createClient` of graphql-ws and of graphql-sse return, as far as it is needed. */
export interface Client {
  // Their own types are wider than what is sent here.
  subscribe(request: any, sink: any): () => void;
}

/** How to follow. */
export interface Options<Data> extends Request {
  /** The cursor to go on from; `"0"` for everything there ever was; now, if left out. */
  readonly after?: string;
  /** The variable that is the root field's `after`. The query must use it there. */
  readonly afterVariable?: string;
  /** Where an event's cursor is; `cursor` of the root field, if left out. */
  readonly cursorOf?: (data: Data) => string | undefined;
}

/** A subscription that goes on. */
export interface Following {
  /** The place after the last event that was heard: keep it to go on another day. */
  cursor(): string | undefined;
  /** Ends it. */
  stop(): void;
}

/**
 * Follows the feed. Give the client many attempts to come back, and tell it that every loss is
 * worth one:
 *
 * ```ts
 * const client = createClient({ url, retryAttempts: Infinity, shouldRetry: () => true, retryWait: pause });
 * const following = follow(client, {
 *   query: `subscription ($after: String) { recordChanged(after: $after) { cursor change itemId } }`,
 * }, sink);
 * ```
 */
export function follow<Data>(client: Client, options: Options<Data>, sink: Sink<Data>): Following {
  const { query, operationName, variables = {}, afterVariable = "after", cursorOf = rootCursor } = options;
  let cursor = options.after;
  let stopped = false;
  let dispose = () => {};

  const request = {
    query,
    ...(operationName === undefined ? {} : { operationName }),
    // Read whenever the request is written to the network: at first, and each time it is sent again.
    variables: Object.defineProperty({ ...variables }, afterVariable, { enumerable: true, get: () => cursor }),
  };
  const begin = () => {
    dispose = client.subscribe(request, {
      next(result: Result<Data>) {
        const next = result.data ? cursorOf(result.data) : undefined;
        if (result.data && next === undefined) {
          // Without it, everything would come again after each lost connection.
          dispose();
          sink.error(new Error("the event has no cursor: select `cursor`, or say with `cursorOf` where it is"));
          return;
        }
        sink.next(result);
        // Only what was taken has been heard.
        cursor = next ?? cursor;
      },
      error: (error: unknown) => sink.error(error),
      complete: () => sink.complete(),
    });
  };

  if (cursor === undefined) {
    // A connection may be lost before the first event; what "now" was is asked beforehand.
    dispose = client.subscribe(
      { query: "{ feedPosition }" },
      {
        next(result: Result<{ feedPosition: string }>) {
          cursor = result.data?.feedPosition;
        },
        error: (error: unknown) => sink.error(error),
        complete() {
          if (stopped) return;
          if (cursor === undefined) sink.error(new Error("the server did not say where the feed is"));
          else begin();
        },
      },
    );
  } else {
    begin();
  }

  return {
    cursor: () => cursor,
    stop() {
      stopped = true;
      dispose();
    },
  };
}

/** A pause before the nth attempt to come back: from a tenth of a second to ten seconds, scattered. */
export function pause(attempts: number): Promise<void> {
  const longest = Math.min(100 * 2 ** attempts, 10_000);
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}

function rootCursor(data: unknown): string | undefined {
  const [root] = Object.values(data as Record<string, { cursor?: string } | undefined>);
  return root?.cursor;
}
