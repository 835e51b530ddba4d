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
  // Expand.
  const count = () => page.locator("svg.graph .node").count();
  const more = (nodes) => page.waitForFunction((nodes) => document.querySelectorAll("svg.graph .node").length > nodes, nodes);
  let nodes = await count();
  await page.locator("svg.graph .node.end").first().click();
  await page.getByRole("button", { name: "Show whom HU Yuting met" }).click();
  await page.getByText("This record knows nobody else whom HU Yuting met.").waitFor();
  await page.locator("svg.graph .node:not(.end)").first().click();
  await page.getByRole("button", { name: "Show whom LEE Hee-sup met" }).click();
  await more(nodes);
  // The same with the keyboard alone: the meeting of the first link, then the second node: move it, choose it, and choose it again.
  await page.goto(`${origin}/relations?kind=person&from=hu-yuting&to=kishida-fumio`);
  await page.locator("svg.graph .node.end").nth(1).waitFor();
  nodes = await count();
  await page.getByLabel("Level").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator(".chosen-panel").getByRole("link", { name: "Meeting of Secretary-General LEE Hee-sup with HU Yuting" }).waitFor();
  for (const _ of ["second link", "first node", "second node"]) await page.keyboard.press("Tab");
  const focused = page.locator("svg.graph .node:focus");
  const place = await focused.getAttribute("transform");
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await focused.getAttribute("transform"), place);
  await page.keyboard.press("Enter");
  await page.locator("svg.graph .node.chosen").waitFor();
  await page.keyboard.press("Enter");
  await more(nodes);
  await isAccessible(page);
  seen.only(origin);
  await context.close();
});

for (const [width, kind, from] of [
  [1280, "person", "lee-hee-sup"],
  [1280, "organization", "tcs"],
  [390, "person", "lee-hee-sup"],
  [390, "organization", "tcs"],
]) {
  test(`no name is over another, and the whole box is used: ${from}, ${width} pixels wide`, async () => {
    const { context, page, seen } = await open({ viewport: { width, height: 900 } });
    await page.goto(`${origin}/relations?kind=${kind}&from=${from}`);
    await page.locator("svg.graph .node").nth(5).waitFor();
    const boxes = await page.locator("svg.graph .node text").evaluateAll((texts) =>
      texts.map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        return { left, right, top, bottom, name: text.textContent };
      }),
    );
    const over = boxes.flatMap((one, at) =>
      boxes
        .slice(at + 1)
        .filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
        .map((other) => `${one.name} and ${other.name}`),
    );
    assert.deepEqual(over, []);
    const drawn = await page.locator("svg.graph").boundingBox();
    const used = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
    assert.ok(used > drawn.width * 0.85, `${used} of ${drawn.width}`);
    for (const { left, right, name } of boxes) assert.ok(left >= drawn.x && right <= drawn.x + drawn.width, name);
    // As large as it says, on every screen.
    assert.ok(boxes.every(({ top, bottom }) => bottom - top > 12));
    seen.only(origin);
    await context.close();
  });
}

test("those who met, with the meetings, by year", async () => {
  const { context, page, seen } = await open();
  await page.goto(`${origin}/relations?kind=person&from=kishida-fumio&to=li-qiang`);
  await page.locator("#shared").waitFor();
  await page.locator(".dated a", { hasText: "9th Trilateral Summit" }).waitFor();
  // The graph says it too.
  await page.locator("svg.graph .link text", { hasText: "9th Trilateral Summit" }).waitFor();
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
