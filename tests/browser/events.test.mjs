// A browser's own EventSource follows the feed, and goes on where it was when the server is killed.
// RAPPORTEUR names the program.
import assert from "node:assert/strict";
import { test } from "node:test";

import { useBrowser, useServer } from "./browser.mjs";

const held = useServer();
const open = useBrowser();

test("EventSource hears everything once, though the server is killed", { timeout: 120_000 }, async () => {
  const { server } = held;
  const { page } = await open();
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
