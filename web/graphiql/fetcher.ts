import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { createClient } from "graphql-ws";

// The page talks to the host that served it, whatever that host is called.
const httpUrl = new URL("/graphql", window.location.href);
const wsUrl = new URL(httpUrl);
wsUrl.protocol = httpUrl.protocol === "https:" ? "wss:" : "ws:";

// A browser cannot set headers on a WebSocket, so the Authorization header of
// the headers editor travels in the connection's first message instead.
let authorization: string | undefined;

const wsClient = createClient({
  url: wsUrl.href,
  // Connect for the first subscription and hang up after the last one, so that
  // each run picks up the header as it is then.
  lazy: true,
  keepAlive: 10_000,
  connectionParams: () => (authorization ? { Authorization: authorization } : {}),
});

const send = createGraphiQLFetcher({
  url: httpUrl.href,
  wsClient,
  // The server has no @defer or @stream; without them the toolkit asks for the
  // media types of the GraphQL-over-HTTP specification and nothing else.
  enableIncrementalDelivery: false,
});

export const fetcher: Fetcher = (params, options) => {
  authorization = authorizationOf(options?.headers);
  return send(params, options);
};

/** Header names are case-insensitive, and the editor's JSON may hold anything. */
function authorizationOf(headers: Record<string, unknown> = {}): string | undefined {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === "authorization");
  return typeof found?.[1] === "string" ? found[1] : undefined;
}
