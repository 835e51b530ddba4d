import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { Kind, OperationTypeNode, type DocumentNode, type ExecutionResult } from "graphql";
import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWsClient } from "graphql-ws";

// The page talks to the host that served it, whatever that host is called.
const httpUrl = new URL("/graphql", window.location.href);
const wsUrl = new URL(httpUrl);
wsUrl.protocol = httpUrl.protocol === "https:" ? "wss:" : "ws:";

/** How subscriptions travel; everything else is asked by POST. */
export type Transport = "WebSocket" | "SSE";

/** What the headers editor says, as of the last run. */
let headers: Record<string, string> = {};

// Asked again, a subscription would begin anew, and what was published meanwhile would be missing
// without a word: the run ends with an error instead.
const retryAttempts = 0;

const wsClient = createWsClient({
  url: wsUrl.href,
  // Connect for the first subscription and hang up after the last one, so that
  // each run picks up the header as it is then.
  lazy: true,
  keepAlive: 10_000,
  retryAttempts,
  // A browser cannot set headers on a WebSocket, so the Authorization header of
  // the headers editor travels in the connection's first message instead.
  connectionParams: () => {
    const authorization = headers["authorization"];
    return authorization ? { Authorization: authorization } : {};
  },
});

const sseClient = createSseClient({ url: httpUrl.href, headers: () => headers, retryAttempts });

const send = createGraphiQLFetcher({
  url: httpUrl.href,
  wsClient,
  // The server has no @defer or @stream; without them the toolkit asks for the
  // media types of the GraphQL-over-HTTP specification and nothing else.
  enableIncrementalDelivery: false,
});

/** Sends what the editor has; subscriptions as `transport` says at that moment. */
export const fetcherOver =
  (transport: () => Transport): Fetcher =>
  (params, options) => {
    headers = headersOf(options?.headers);
    if (transport() === "WebSocket" || !isSubscription(options?.documentAST, params.operationName)) {
      return send(params, options);
    }
    const { query, operationName, variables } = params;
    return sseClient.iterate({
      query,
      ...(operationName ? { operationName } : {}),
      variables,
    }) as AsyncIterableIterator<ExecutionResult>;
  };

function isSubscription(document: DocumentNode | undefined, name: string | null | undefined): boolean {
  const operations = document?.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION) ?? [];
  const run = operations.find((operation) => operation.name?.value === name) ?? operations[0];
  return run?.operation === OperationTypeNode.SUBSCRIPTION;
}

/** Header names are case-insensitive, and the editor's JSON may hold anything. */
function headersOf(entered: Record<string, unknown> = {}): Record<string, string> {
  const texts = Object.entries(entered).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
}
