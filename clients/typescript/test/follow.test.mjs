// Whoever follows hears everything once and in order, though the server is killed meanwhile.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWsClient } from "graphql-ws";
import WebSocket from "ws";
import { follow, pause } from "../dist/index.js";
import { Heard, Server } from "./server.mjs";

const query = `subscription ($after: String) {
  recordChanged(after: $after, filter: { types: [MEETING] }) { cursor item { slug } }
}`;
const patience = { timeout: 120_000 };
const quickly = () => pause(0);

let server;
before(async () => {
  server = await Server.start();
});
after(() => server.stop());

const clients = {
  "graphql-ws": () =>
    createWsClient({
      url: `ws://${server.host}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: quickly,
    }),
  "graphql-sse": () =>
    createSseClient({ url: `http://${server.host}/graphql`, retryAttempts: Infinity, retry: quickly }),
  "graphql-sse, single connection": () =>
    createSseClient({
      url: `http://${server.host}/graphql/stream`,
      singleConnection: true,
      retryAttempts: Infinity,
      retry: quickly,
    }),
};

for (const [name, create] of Object.entries(clients)) {
  test(`${name}: nothing is lost and nothing comes twice`, patience, async (t) => {
    const prefix = name.replaceAll(/[^a-z]/g, "");
    const slugs = (...numbers) => numbers.map((number) => `${prefix}-${number}`);
    const client = create();
    t.after(() => client.dispose());
    const heard = new Heard();
    const errors = [];
    const following = follow(
      client,
      { query },
      {
        next: ({ data }) => heard.push(data.recordChanged.item.slug),
        error: (error) => errors.push(error),
        complete: () => errors.push(new Error("the server completed what goes on")),
      },
    );
    while (following.cursor() === undefined) {
      assert.deepEqual(errors, []);
      await quickly();
    }
    await server.publish(...slugs(1, 2));
    await heard.first(2);
    for (const [signal, first] of [
      ["SIGKILL", 3],
      ["SIGTERM", 5],
    ]) {
      await server.kill(signal);
      await server.publish(...slugs(first));
      await server.serve();
      await server.publish(...slugs(first + 1));
      await heard.first(first + 1);
    }
    assert.deepEqual(heard.items, slugs(1, 2, 3, 4, 5, 6));
    assert.deepEqual(errors, []);
    // Another day, from where this one ended.
    const cursor = following.cursor();
    following.stop();
    await server.publish(...slugs(7));
    const later = new Heard();
    follow(
      client,
      { query, after: cursor },
      { next: ({ data }) => later.push(data.recordChanged.item.slug), error() {}, complete() {} },
    );
    assert.deepEqual(await later.first(1), slugs(7));
  });
}

test("a cursor that cannot be used ends it", patience, async () => {
  const client = clients["graphql-ws"]();
  const error = await new Promise((resolve) => {
    follow(client, { query, after: "nonsense" }, { next: assert.fail, error: resolve, complete: assert.fail });
  });
  assert.equal(error[0].extensions.code, "CURSOR_MALFORMED");
  client.dispose();
});
