// Opens GraphiQL in a real browser against a running server that holds data:
//
//   SERVICE_URL=http://127.0.0.1:8000 npm test
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { isAccessible, origin as originOf, patience, useBrowser, useServer } from "./browser.mjs";

const origin = originOf();
const open = useBrowser();
const held = useServer();

let page;
let seen;

before(async () => {
  ({ page, seen } = await open({ viewport: { width: 1280, height: 800 } }));
});

/** Switches to a tab and waits until pressing the button would run it. */
async function openTab(name) {
  await page.getByRole("tab", { name }).click();
  // GraphiQL works out what the button runs a moment after the tab's text is
  // there; it stores the text at the same time.
  await page.waitForFunction(
    (name) => localStorage.getItem("graphiql:query")?.includes(` ${name} {`),
    name,
  );
}

/** Puts two operations into the editor, and waits until the button would offer both. */
async function openOperations(page) {
  await page.locator(".graphiql-query-editor .view-line", { hasText: "NextAndLatest" }).waitFor();
  await page.locator(".graphiql-query-editor").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText('query Who { viewer { name } }\nsubscription Hear { recordChanged(after: "0") { cursor } }');
  await page.waitForFunction(() => localStorage.getItem("graphiql:query")?.includes("Hear"));
}

/** The answer that GraphiQL shows, once there is one. */
async function answer() {
  await page.locator(".graphiql-response .view-line", { hasText: /"(data|errors)"/ }).waitFor();
  // The editor draws only the lines in view; its model has them all. Between
  // two events of a subscription it is empty.
  const handle = await page.waitForFunction(() => {
    const model = globalThis.__MONACO.editor
      .getModels()
      .find(({ uri }) => uri.path.endsWith("response.json"));
    return model.getValue() && JSON.parse(model.getValue());
  });
  return handle.jsonValue();
}

test("the page renders, with its editors' workers", async () => {
  const response = await page.goto(`${origin}/graphiql`);
  assert.equal(response.status(), 200);
  assert.equal(await page.title(), "Rapporteur – GraphiQL");
  await page.locator(".graphiql-query-editor .view-line", { hasText: "NextAndLatest" }).waitFor();
  assert.deepEqual(await page.getByRole("tab").allInnerTexts(), [
    "NextAndLatest",
    "SummitEditions",
    "Live",
    "EnvironmentChain",
  ]);
  // The editor's font comes with the page; nothing else would stand in for it.
  await page.waitForFunction(() =>
    [...document.fonts].some(({ family, status }) => /Fira Code/.test(family) && status === "loaded"),
  );
  const started = Date.now();
  while (!page.workers().some((worker) => worker.url().includes("graphql.worker"))) {
    assert.ok(Date.now() - started < patience, "the GraphQL worker did not start");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});

test("the schema arrives, and every example fits it", async () => {
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-doc-explorer").getByText("Root Types").waitFor();
  for (const name of ["SummitEditions", "Live", "EnvironmentChain", "NextAndLatest"]) {
    await openTab(name);
    // The editor underlines what the schema does not have, a moment later.
    await page.waitForTimeout(1_000);
    assert.equal(await page.locator(".graphiql-query-editor .squiggly-error").count(), 0, name);
  }
});

test("the button runs a query", async () => {
  await openTab("NextAndLatest");
  await page.getByRole("button", { name: /^Execute query/ }).click();
  const { data, errors } = await answer();
  assert.equal(errors, undefined);
  assert.equal(typeof data.meetings.totalCount, "number");
  assert.ok(data.meetings.nodes.length > 0, "no meeting in the answer");
});

test("the button starts and stops a subscription", async () => {
  await openTab("Live");
  await page.getByRole("button", { name: /^Execute query/ }).click();
  const { data, errors } = await answer();
  assert.equal(errors, undefined);
  assert.ok(data.recordChanged.cursor, "the event has no cursor");
  await page.getByRole("button", { name: /^Stop query/ }).click();
  await page.getByRole("button", { name: /^Execute query/ }).waitFor();
});

test("a subscription travels over server-sent events too", async () => {
  await openTab("Live");
  await page.getByRole("button", { name: "WS: subscriptions travel over WebSocket; change to SSE" }).click();
  const [request] = await Promise.all([
    page.waitForRequest((request) => request.headers()["accept"]?.includes("text/event-stream")),
    page.getByRole("button", { name: /^Execute query/ }).click(),
  ]);
  assert.match(request.postData(), /recordChanged/);
  const { data, errors } = await answer();
  assert.equal(errors, undefined);
  assert.ok(data.recordChanged.cursor, "the event has no cursor");
  await page.getByRole("button", { name: /^Stop query/ }).click();
  await page.getByRole("button", { name: /^Execute query/ }).waitFor();
  await page.getByRole("button", { name: "SSE: subscriptions travel over SSE; change to WebSocket" }).click();
});

test("a token in the headers says who asks, however it travels", { timeout: 120_000 }, async () => {
  const { server } = held;
  const token = await server.token("anna");
  const { context, page: own } = await open();
  await own.goto(`http://${server.host}/graphiql`);
  const enter = async (headers) => {
    await own.getByRole("button", { name: "Headers", exact: true }).click();
    await own.locator(".graphiql-editor-tool .graphiql-editor:not(.hidden)").click();
    await own.keyboard.press("Control+A");
    await own.keyboard.insertText(JSON.stringify(headers));
    // The editor closes quotes and brackets by itself.
    await own.keyboard.press("Control+Shift+End");
    await own.keyboard.press("Delete");
  };
  const run = async (operation) => {
    await own.getByRole("button", { name: /^Execute query/ }).click();
    await own.getByRole("menuitem", { name: operation }).click();
  };
  const shown = (text) => own.locator(".graphiql-response .view-line", { hasText: text }).first().waitFor();
  await openOperations(own);
  await enter({ Authorization: `Bearer ${token}` });
  await run("Who");
  await shown('"anna"');
  await server.publish("one");
  const cursor = () => shown(/"cursor"/);
  const sent = [];
  own.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(JSON.parse(payload))));
  await run("Hear");
  await cursor();
  const init = sent.find(({ type }) => type === "connection_init");
  assert.equal(init.payload.Authorization, `Bearer ${token}`);
  await own.getByRole("button", { name: /^Stop query/ }).click();
  await own.getByRole("button", { name: /change to SSE$/ }).click();
  const [request] = await Promise.all([
    own.waitForRequest((request) => request.headers()["accept"]?.includes("text/event-stream")),
    run("Hear"),
  ]);
  assert.equal(request.headers()["authorization"], `Bearer ${token}`);
  await cursor();
  await context.close();
});

test("a run that is cut off says so, and leaves nothing out without a word", { timeout: 120_000 }, async () => {
  const { server } = held;
  const { context, page: own } = await open();
  await own.goto(`http://${server.host}/graphiql`);
  await openOperations(own);
  await server.publish("two");
  for (const change of [undefined, /change to SSE$/]) {
    if (change) await own.getByRole("button", { name: change }).click();
    await own.getByRole("button", { name: /^Execute query/ }).click();
    await own.getByRole("menuitem", { name: "Hear" }).click();
    await own.locator(".graphiql-response .view-line", { hasText: /"cursor"/ }).first().waitFor();
    await server.kill();
    await own.locator(".graphiql-response .view-line", { hasText: /"(message|errors)"/ }).first().waitFor();
    await own.getByRole("button", { name: /^Execute query/ }).waitFor();
    await server.serve();
  }
  await context.close();
});

test("axe-core finds nothing that is not GraphiQL's own", async () => {
  // GraphiQL's own: it puts the button that closes a tab into the tab, makes it small, and colours syntax as it likes.
  const ofGraphiql = ["nested-interactive", "target-size", "color-contrast"];
  await isAccessible(page, { rules: Object.fromEntries(ofGraphiql.map((id) => [id, { enabled: false }])) });
});

test("nothing was asked of another host, and nothing went wrong on the way", () => {
  seen.only(origin);
  assert.ok(
    seen.requested.some((address) => address.startsWith("ws")),
    "the subscription did not use a WebSocket",
  );
});
