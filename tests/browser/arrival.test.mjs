// The first page shows what is published while it is open, also after the server was killed. RAPPORTEUR names the program.
import assert from "node:assert/strict";
import { test } from "node:test";

import { isRefusal, useBrowser, useServer } from "./browser.mjs";

const held = useServer();
const open = useBrowser();

test("what is published arrives by itself, though the server is killed meanwhile", { timeout: 120_000 }, async () => {
  const { server } = held;
  const { context, page, seen } = await open();
  await page.goto(`http://${server.host}/`);
  await page.locator(".listening.on").waitFor();
  await server.publish("a-first");
  const label = page.locator("main").getByRole("link", { name: "a-first" });
  await label.first().waitFor();
  assert.deepEqual(seen.errors, []);
  await server.kill("SIGKILL");
  await page.locator(".listening.off").waitFor();
  await server.publish("while-down");
  await server.serve();
  await page.locator("main").getByRole("link", { name: "while-down" }).first().waitFor();
  await page.locator(".listening.on").waitFor();
  // While nobody listened, the browser says so by itself.
  const refused = isRefusal(server.host);
  assert.deepEqual(seen.errors.filter((error) => !refused(error)), []);
  await context.close();
});
