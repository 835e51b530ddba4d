// The live dashboard hears everything once, whatever becomes of the connection. RAPPORTEUR names the program.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server } from "../../clients/typescript/test/server.mjs";
import { launch, watch } from "./browser.mjs";

let browser;
let server;

before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a pulled cable and a killed server lose nothing", { timeout: 180_000 }, async () => {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  const { errors } = watch(context, page);
  const gauge = (name) => page.locator(`[data-gauge=${name}]`);
  const says = (name, value) =>
    page.waitForFunction(
      ([name, value]) => document.querySelector(`[data-gauge=${name}]`)?.textContent === value,
      [name, value],
    );
  await page.goto(`http://${server.host}/live`);
  await says("state", "connected");

  await server.publish("one", "two");
  await says("heard", "2");
  await page.getByRole("link", { name: "one" }).waitFor();
  await says("behind", "up to date");

  await page.getByRole("button", { name: "Pull the cable" }).click();
  await page.waitForFunction(() => document.querySelector("[data-gauge=state]")?.textContent !== "connected");
  await server.publish("while-pulled");
  await says("heard", "3");
  await says("losses", "1");
  await says("missed", "0");
  assert.deepEqual(errors, []);

  await server.kill("SIGKILL");
  await says("losses", "2");
  await server.publish("while-down");
  await server.serve();
  await says("state", "connected");
  await server.publish("after-all");
  await says("heard", "5");
  await says("missed", "0");
  assert.equal(await gauge("repeated").textContent(), "0");
  for (const slug of ["while-pulled", "while-down", "after-all"]) {
    assert.equal(await page.getByRole("link", { name: slug }).count(), 1, slug);
  }
  // While nobody listened, the browser says so by itself.
  assert.deepEqual(errors.filter((error) => !/WebSocket connection to .* failed|ERR_CONNECTION_REFUSED/.test(error)), []);

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
