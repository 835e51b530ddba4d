// The first page shows what is published while it is open, also after the server was killed. RAPPORTEUR names the program.
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

test("what is published arrives by itself, though the server is killed meanwhile", { timeout: 120_000 }, async () => {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  const { errors } = watch(context, page);
  await page.goto(`http://${server.host}/`);
  await page.locator(".listening.on").waitFor();
  await server.publish("a-first");
  const label = page.locator("main").getByRole("link", { name: "a-first" });
  await label.first().waitFor();
  assert.deepEqual(errors, []);
  await server.kill("SIGKILL");
  await page.locator(".listening.off").waitFor();
  await server.publish("while-down");
  await server.serve();
  await page.locator("main").getByRole("link", { name: "while-down" }).first().waitFor();
  await page.locator(".listening.on").waitFor();
  // While nobody listened, the browser says so by itself.
  const ours = errors.filter((error) => !/WebSocket connection to .* failed|ERR_CONNECTION_REFUSED/.test(error));
  assert.deepEqual(ours, []);
  await context.close();
});
