/** Follows what happens to the record, across lost connections, over one WebSocket. */
import { createClient } from "graphql-ws";

import { follow, type Following, pause } from "../../../clients/typescript/src/index";
import type { ChangesSubscription, ItemFilter } from "../generated/graphql";
import { acceptLanguage } from "../language";
import { documents } from "./documents";

/** An event of the feed, or a checkpoint, whose `action` is null. */
export type Change = ChangesSubscription["recordChanged"];
export type ConnectionState = "connecting" | "open" | "lost" | "stopped";

/** Who hears. */
export interface Listener {
  change(change: Change): void;
  state(state: ConnectionState): void;
  /** The service refused; nothing follows. */
  refused?(error: unknown): void;
}

/** What goes on. */
export interface Changes {
  /** Cuts the connection as a broken cable would, and keeps it cut for some milliseconds. */
  cut(milliseconds: number): void;
  cursor(): string | undefined;
  stop(): void;
}

/** Follows the changes that a filter lets through, from a place on, or from now on. */
export function followChanges(listener: Listener, filter: ItemFilter = {}, after?: string): Changes {
  let socket: WebSocket | undefined;
  let cutUntil = 0;
  const url = new URL("/graphql", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const client = createClient({
    url: url.href,
    connectionParams: () => ({ acceptLanguage: acceptLanguage() }),
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: async (attempts) => {
      const cut = cutUntil - Date.now();
      await (cut > 0 ? new Promise((resolve) => setTimeout(resolve, cut)) : pause(attempts));
    },
    on: {
      connecting: () => listener.state("connecting"),
      opened: (opened) => (socket = opened as WebSocket),
      connected: () => listener.state("open"),
      closed: () => listener.state("lost"),
    },
  });
  const options = {
    query: documents.changes.text,
    variables: { filter },
    ...(after === undefined ? {} : { after }),
  };
  const following: Following = follow<ChangesSubscription>(client, options, {
    next: ({ data }) => data && listener.change(data.recordChanged),
    error: (error) => listener.refused?.(error),
    complete: () => listener.state("stopped"),
  });
  return {
    cut(milliseconds) {
      cutUntil = Date.now() + milliseconds;
      socket?.close(4499, "cut");
    },
    cursor: () => following.cursor(),
    stop() {
      following.stop();
      void client.dispose();
      listener.state("stopped");
    },
  };
}
