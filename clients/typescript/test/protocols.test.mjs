// The protocols' own tools against the server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { auditServer } from "graphql-http";
import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWsClient } from "graphql-ws";
import WebSocket from "ws";
import { Heard, Server } from "./server.mjs";

const patience = { timeout: 120_000 };
const subscription = "subscription ($after: String) { recordChanged(after: $after) { cursor item { slug } } }";

let server;
before(async () => {
  server = await Server.start();
  await server.publish("before");
});
after(() => server.stop());

test("graphql-http: all audits", patience, async () => {
  const results = await auditServer({ url: `http://${server.host}/graphql` });
  const failed = results.filter(({ status }) => status !== "ok");
  assert.deepEqual(
    failed.map(({ id, name, status, reason }) => `${status} ${id} ${name}: ${reason}`),
    [],
  );
  assert.equal(results.length, 61);
});

/** Follows with a client of `subscribe(request, sink)`, and publishes meanwhile. */
async function followWith(client, slug) {
  const heard = new Heard();
  const stop = client.subscribe(
    { query: subscription, variables: { after: "0" } },
    {
      next: ({ data, errors }) => {
        assert.equal(errors, undefined);
        heard.push(data.recordChanged.item.slug);
      },
      error: assert.fail,
      complete() {},
    },
  );
  await heard.first(1);
  await server.publish(slug);
  while (heard.items.at(-1) !== slug) await heard.first(heard.items.length + 1);
  assert.equal(heard.items[0], "before");
  stop();
  // A question over the same transport.
  const position = await new Promise((resolve, reject) => {
    let last;
    client.subscribe(
      { query: "{ feedPosition }" },
      { next: (result) => (last = result), error: reject, complete: () => resolve(last) },
    );
  });
  assert.equal(typeof position.data.feedPosition, "string");
  // What is refused is an error or a response with errors, and the client lives on.
  const refused = await new Promise((resolve) => {
    client.subscribe(
      { query: "subscription { nothing }" },
      { next: ({ errors }) => resolve(errors), error: resolve, complete() {} },
    );
  });
  assert.equal(refused[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  client.dispose();
}

test("graphql-ws", patience, () =>
  followWith(createWsClient({ url: `ws://${server.host}/graphql`, webSocketImpl: WebSocket, keepAlive: 100 }), "ws"));

test("graphql-sse, distinct connections", patience, () =>
  followWith(createSseClient({ url: `http://${server.host}/graphql` }), "sse-distinct"));

test("graphql-sse, single connection", patience, () =>
  followWith(
    createSseClient({ url: `http://${server.host}/graphql/stream`, singleConnection: true }),
    "sse-single",
  ));

test("Apollo Client, multipart: each event at once", patience, async () => {
  const client = new ApolloClient({
    link: new HttpLink({ uri: `http://${server.host}/graphql` }),
    cache: new InMemoryCache(),
  });
  const heard = new Heard();
  const following = client
    .subscribe({ query: gql(subscription), variables: { after: "0" } })
    .subscribe({ next: ({ data }) => heard.push(data.recordChanged.item.slug), error: assert.fail });
  await heard.first(1);
  // The next event can only be heard before another follows if parts are whole when they are sent.
  for (const slug of ["apollo-1", "apollo-2"]) {
    await server.publish(slug);
    while (!heard.items.includes(slug)) await heard.first(heard.items.length + 1);
  }
  following.unsubscribe();
  const { data } = await client.query({ query: gql("{ feedPosition }") });
  assert.equal(typeof data.feedPosition, "string");
  client.stop();
});
