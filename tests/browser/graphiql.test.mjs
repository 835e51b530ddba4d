// Opens GraphiQL in a real browser against a running server that holds data:
//
//   SERVICE_URL=http://127.0.0.1:8000 npm test
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch } from "./browser.mjs";

if (!process.env.SERVICE_URL) {
  throw new Error(
    "SERVICE_URL is not set: give it the origin of a running server, such as http://127.0.0.1:8000",
  );
}
const { origin, host } = new URL(process.env.SERVICE_URL);
const patience = 30_000;

let browser;
let page;
/** The address of every request and WebSocket, whatever became of it. */
const requested = [];
/** What the browser reported as an error, CSP violations included. */
const errors = [];

before(async () => {
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(patience);
  context.on("request", (request) => requested.push(request.url()));
  page = await context.newPage();
  page.on("websocket", (socket) => requested.push(socket.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    // Monaco only warns when it cannot start a worker, and freezes the page
    // instead.
    if (message.type() === "error" || message.text().includes("web worker")) {
      errors.push(`${message.text()} (${message.location().url})`);
    }
  });
});

after(() => browser?.close());

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

test("nothing was asked of another host, and nothing went wrong on the way", () => {
  const elsewhere = requested.filter((address) => {
    const url = new URL(address);
    return !["data:", "blob:"].includes(url.protocol) && url.host !== host;
  });
  assert.deepEqual(elsewhere, []);
  assert.ok(
    requested.some((address) => address.startsWith("ws")),
    "the subscription did not use a WebSocket",
  );
  assert.deepEqual(errors, []);
});
