// The relationship explorer over the sample record. SERVICE_URL is the origin of a running server.
import assert from "node:assert/strict";
import { test } from "node:test";

import { isAccessible, origin as originOf, useBrowser } from "./browser.mjs";

const origin = originOf();
const open = useBrowser();

test("two people, picked in two scripts, and the ways between them", async () => {
  const { context, page, seen } = await open();
  await page.goto(`${origin}/relations`);
  await page.getByRole("combobox", { name: "From" }).fill("이희섭");
  await page.getByRole("option", { name: /LEE Hee-sup/ }).click();
  // Alone: whom they met.
  await page.locator("svg.graph .node.end").waitFor();
  const alone = await page.locator("svg.graph .node").count();
  assert.ok(alone > 5);
  await page.getByRole("combobox", { name: "To" }).fill("fumio kishida");
  await page.getByRole("option", { name: /KISHIDA Fumio/ }).click();
  await page.waitForURL("**/relations?*to=kishida-fumio*");
  await page.locator(".outcome", { hasText: "They met" }).waitFor();
  await page.getByRole("combobox", { name: "From" }).fill("yuting hu");
  await page.getByRole("option", { name: /HU Yuting/ }).click();
  await page.locator(".outcome", { hasText: "The shortest ways between them have 2 steps" }).waitFor();
  await page.locator("svg.graph .node.end").nth(1).waitFor();
  const rows = page.locator(".relations table tbody tr");
  const links = await page.locator("svg.graph line").count();
  assert.equal(await rows.count(), links);
  // The link says all of it.
  await page.reload();
  await page.locator("svg.graph .node.end").nth(1).waitFor();
  assert.equal(await page.locator("svg.graph line").count(), links);
  await page.waitForFunction(() => document.querySelectorAll(".pickers input[type=search]")[1]?.value === "KISHIDA Fumio");
  // Drag.
  const node = page.locator("svg.graph .node:not(.end)").first();
  await page.locator("svg.graph").scrollIntoViewIfNeeded();
  const before = await node.getAttribute("transform");
  const { x, y, width, height } = await node.locator(".target").boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 60, y + height / 2 + 40, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await node.getAttribute("transform"), before);
  // Expand, with the keyboard.
  const nodes = await page.locator("svg.graph .node").count();
  await page.locator("svg.graph .node.end").first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Show whom/ }).click();
  await page.waitForFunction((nodes) => document.querySelectorAll("svg.graph .node").length > nodes, nodes);
  await isAccessible(page);
  seen.only(origin);
  await context.close();
});

test("those who met, with the meetings, by year", async () => {
  const { context, page, seen } = await open();
  await page.goto(`${origin}/relations?kind=person&from=kishida-fumio&to=li-qiang`);
  await page.locator("#shared").waitFor();
  await page.locator(".dated a", { hasText: "9th Trilateral Summit" }).waitFor();
  await page.getByLabel("From year").fill("2030");
  await page.getByLabel("From year").press("Tab");
  await page.waitForURL("**since=2030*");
  await page.getByText("They shared no meeting that this record knows of.").waitFor();
  await page.getByText("This record knows no way between them.").waitFor();
  await page.goto(`${origin}/relations?kind=organization&from=tcs`);
  await page.locator("svg.graph .node").nth(2).waitFor();
  seen.only(origin);
  await context.close();
});
