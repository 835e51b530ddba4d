// The live dashboard hears everything once, whatever becomes of the connection. RAPPORTEUR names the program.
import assert from "node:assert/strict";
import { test } from "node:test";

import { isAccessible, isRefusal, useBrowser, useServer } from "./browser.mjs";

const held = useServer();
const open = useBrowser();

test("a pulled cable and a killed server lose nothing", { timeout: 180_000 }, async () => {
  const { server } = held;
  const { context, page, seen } = await open();
  const gauge = (name) => page.locator(`[data-gauge=${name}]`);
  const says = async (name, value) => {
    try {
      await page.waitForFunction(
        ([name, value]) => document.querySelector(`[data-gauge=${name}]`)?.textContent === value,
        [name, value],
      );
    } catch {
      assert.equal(await gauge(name).textContent(), value, name);
    }
  };
  await page.goto(`http://${server.host}/live`);
  await says("state", "connected");

  await server.publish("one", "two");
  await says("heard", "2");
  await page.getByRole("link", { name: "one" }).waitFor();
  await says("behind", "up to date");
  assert.match(await gauge("lag").textContent(), /^[\d,.]+ (ms|sec)$/);

  await page.getByRole("button", { name: "Pull the cable" }).click();
  await page.waitForFunction(() => document.querySelector("[data-gauge=state]")?.textContent !== "connected");
  await server.publish("while-pulled");
  await says("heard", "3");
  await says("losses", "1");
  // Looked for again since it came back: the one that was published meanwhile is among those.
  await says("missed", "0 of 3 looked for");
  // It happened before there was a connection again, so its delay says nothing.
  await says("lag", "–");
  assert.deepEqual(seen.errors, []);

  await server.kill("SIGKILL");
  await says("losses", "2");
  await server.publish("while-down");
  await server.serve();
  await says("state", "connected");
  await server.publish("after-all");
  await says("heard", "5");
  await says("missed", "0 of 5 looked for");
  assert.equal(await gauge("repeated").textContent(), "0");
  for (const slug of ["while-pulled", "while-down", "after-all"]) {
    assert.equal(await page.getByRole("link", { name: slug }).count(), 1, slug);
  }
  // While nobody listened, the browser says so by itself.
  const refused = isRefusal(server.host);
  assert.deepEqual(seen.errors.filter((error) => !refused(error)), []);
  await isAccessible(page);

  // From the beginning, only what is asked for, and again after a reload.
  await page.goto(`http://${server.host}/live?from=start&types=MEETING`);
  await says("heard", "5");
  await page.reload();
  await says("heard", "5");
  await page.getByLabel("Person", { exact: true }).check();
  await page.getByLabel("Meeting", { exact: true }).uncheck();
  await says("state", "connected");
  await says("heard", "0");
  await context.close();
});

test("an event that the page did not hear is counted as missed", { timeout: 120_000 }, async () => {
  const { server } = held;
  const { context, page } = await open();
  // What nobody else can do to it: the page's own connection keeps an event from it.
  await context.routeWebSocket(/graphql/, (socket) => {
    const service = socket.connectToServer();
    service.onMessage((message) => {
      if (!message.includes("kept-back")) socket.send(message);
    });
  });
  await page.goto(`http://${server.host}/live`);
  await page.locator("[data-gauge=state]", { hasText: /^connected$/ }).waitFor();
  await server.publish("heard-before", "kept-back", "heard-after");
  await page.locator("[data-gauge=missed]", { hasText: "1 of 3 looked for" }).waitFor();
  assert.equal(await page.locator("[data-gauge=heard]").textContent(), "2");
  await context.close();
});

test("the list is held still, and begins at a position that is taken along", { timeout: 120_000 }, async () => {
  const { server } = held;
  const { context, page, seen } = await open();
  const heard = (count) => page.locator("[data-gauge=heard]", { hasText: new RegExp(`^${count}$`) }).waitFor();
  await page.goto(`http://${server.host}/live`);
  await page.locator("[data-gauge=state]", { hasText: /^connected$/ }).waitFor();
  const cursor = await page.locator("[data-gauge=position] code").textContent();
  await server.publish("before-hold");
  await heard(1);
  await page.getByRole("button", { name: "Hold the list still" }).click();
  await server.publish("during-hold");
  await heard(2);
  await page.getByText("1 newer event", { exact: true }).waitFor();
  assert.equal(await page.getByRole("link", { name: "during-hold" }).count(), 0);
  await page.getByRole("button", { name: "Let the list move" }).click();
  await page.getByRole("link", { name: "during-hold" }).waitFor();
  // Told to those who do not see it.
  await page.locator("p[aria-live=polite]", { hasText: "the last: " }).waitFor();
  await page.goto(`http://${server.host}/live?from=${encodeURIComponent(cursor)}`);
  await heard(2);
  await page.getByRole("link", { name: "before-hold" }).waitFor();
  seen.only(`http://${server.host}`);
  await context.close();
});
