// A browser's own EventSource follows the feed, and goes on where it was when the server is killed.
// RAPPORTEUR names the program.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../../clients/typescript/test/server.mjs";
import { launch } from "./browser.mjs";

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

test("EventSource hears everything once, though the server is killed", { timeout: 120_000 }, async () => {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`http://${server.host}/health/live`);
  await page.evaluate(() => {
    globalThis.heard = [];
    const source = new EventSource("/feed/stream?types=MEETING&after=0");
    source.onmessage = ({ data }) => globalThis.heard.push(JSON.parse(data).item.slug);
  });
  const heard = async (...slugs) => {
    await page.waitForFunction((last) => globalThis.heard.includes(last), slugs.at(-1));
    assert.deepEqual(await page.evaluate(() => globalThis.heard), slugs);
  };
  await server.publish("a", "b");
  await heard("a", "b");
  for (const signal of ["SIGKILL", "SIGTERM"]) {
    const done = await page.evaluate(() => globalThis.heard);
    await server.kill(signal);
    await server.publish(`${signal.toLowerCase()}-down`);
    await server.serve();
    await server.publish(`${signal.toLowerCase()}-up`);
    await heard(...done, `${signal.toLowerCase()}-down`, `${signal.toLowerCase()}-up`);
  }
});
