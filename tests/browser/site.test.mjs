// Reads the pages in a real browser, against a running server with the sample record:
//
//   SERVICE_URL=http://127.0.0.1:8000 npm test
import assert from "node:assert/strict";
import { test } from "node:test";

import { isAccessible, origin as originOf, useBrowser } from "./browser.mjs";

const origin = originOf();
const open = useBrowser();

/** Every sort of page, and what it must say. */
const pages = [
  ["/", ["Latest", "Coming up", "21", "70+", "Group Photo", "In the media", "Travellers among China, Japan and the ROK"]],
  ["/news", ["TCS Board Paid a Courtesy Call"]],
  ["/news/tcs-board-courtesy-call-cho-hyun", ["Photos", "Group Photo", "What this record knows from it"]],
  ["/meetings", ["meetings", "Show more"]],
  ["/meetings/trilateral-summit-9", ["LI Qiang", "head of delegation", "第九次中日韩领导人会议", "Sources", "8th Trilateral Summit"]],
  ["/mechanisms", ["Trilateral Summit", "Ministerial"]],
  ["/mechanisms/trilateral-summit", ["Editions", "9th Trilateral Summit", "hosted 3 times"]],
  ["/people", ["ABE Shinzo", "BAN Ki-moon"]],
  ["/people/lee-hee-sup", ["이희섭", "李熙燮", "Secretary-General", "Whom they met most often", "Sources"]],
  ["/organizations", ["Show more"]],
  ["/organizations/tcs", ["LEE Hee-sup", "Intergovernmental organization"]],
  ["/publications", ["Kyoto Declaration"]],
  ["/publications/kyoto-declaration-2024", ["Outcome document"]],
  ["/media", ["KBS World"]],
  ["/media/kbs-world-2025-09-03-cho-hyun", ["KBS World"]],
  ["/statistics", ["Share of world GDP"]],
  ["/statistics/share-of-world-gdp", ["Observations", "Sources"]],
  ["/areas/JP", ["Meetings held here"]],
  ["/search?q=summit", ["Trilateral Summit"]],
  ["/live", ["Pull the cable", "Events heard"]],
  ["/relations?kind=organization&from=tcs", ["As a graph", "As a table"]],
];

/** Goes to an address, and waits until the page has what it shows. */
async function visit(page, path) {
  const response = await page.goto(origin + path);
  assert.equal(response.status(), 200, path);
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("main .waiting"));
}

/** Waits until a page says a text; parts of a page may come after the rest. */
async function reads(page, expected) {
  try {
    await page.waitForFunction((text) => document.querySelector("main").innerText.includes(text), expected);
  } catch {
    assert.fail(`“${expected}” is not on ${page.url()}:\n${await page.locator("main").innerText()}`);
  }
}

for (const [path, texts] of pages) {
  test(`${path} says what the record has, to everybody`, async () => {
    const { page, context, seen } = await open();
    await visit(page, path);
    for (const expected of texts) await reads(page, expected);
    await isAccessible(page);
    // Nothing is wider than a phone.
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, "wider than a phone");
    seen.only(origin);
    await context.close();
  });
}

test("the pages speak the browser's language, and another one that is chosen", async () => {
  const { page, context, seen } = await open({ locale: "ko-KR" });
  await visit(page, "/people/lee-hee-sup");
  assert.equal(await page.locator("html").getAttribute("lang"), "ko");
  assert.equal(await page.locator("main h1").innerText(), "이희섭");
  await page.locator(".tongues select").selectOption("zh");
  await page.locator("main h1", { hasText: "李熙燮" }).waitFor();
  await page.reload();
  await page.locator("main h1", { hasText: "李熙燮" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "zh");
  // What the record has in another language only says so.
  await visit(page, "/news/tcs-board-courtesy-call-cho-hyun");
  assert.equal(await page.locator("main h1 .tongue").innerText(), "en");
  assert.equal(await page.locator("main h1 [lang=en]").count(), 1);
  assert.equal(await page.locator("main article > .tongue + .prose[lang=en]").count(), 1);
  await visit(page, "/mechanisms/trilateral-summit");
  assert.equal(await page.locator("main h1 .tongue").count(), 0);
  assert.equal(await page.locator("main .lead .tongue").innerText(), "en");
  seen.only(origin);
  await context.close();
});

test("회의 is found", async () => {
  const { page, context, seen } = await open();
  await visit(page, "/");
  await page.getByRole("combobox", { name: "Search" }).fill("회의");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search?q=*");
  await page.locator(".results li").first().waitFor();
  assert.ok((await page.locator(".results li").count()) > 3);
  // With the keyboard alone to one of what is offered.
  await page.getByRole("combobox", { name: "Search" }).fill("hee sup lee");
  await page.getByRole("option", { name: /LEE Hee-sup/ }).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("main h1", { hasText: "LEE Hee-sup" }).waitFor();
  seen.only(origin);
  await context.close();
});

test("lists go on, page by page", async () => {
  const { page, context, seen } = await open();
  await visit(page, "/organizations/tcs");
  const meetings = page.locator("section[aria-labelledby=meetings]");
  const total = Number(await meetings.locator(".heading .quiet").innerText());
  assert.ok(total > 20, `${total} meetings`);
  const labels = meetings.locator(".dated > li > div > a");
  while (await meetings.getByRole("button", { name: "Show more" }).isVisible()) {
    const before = await labels.count();
    await meetings.getByRole("button", { name: "Show more" }).click();
    await labels.nth(before).waitFor();
  }
  const shown = await labels.evaluateAll((links) => links.map(({ href }) => href));
  assert.equal(shown.length, total);
  assert.equal(new Set(shown).size, total);
  seen.only(origin);
  await context.close();
});

test("the news about somebody", async () => {
  const { page, context, seen } = await open();
  await visit(page, "/news");
  const all = await page.locator("ol.news > li").count();
  await page.getByRole("combobox", { name: "About" }).fill("hyun cho");
  await page.getByRole("listbox", { name: "About" }).getByRole("option", { name: /CHO Hyun/ }).click();
  await page.waitForURL("**/news?person=*");
  await page.getByRole("button", { name: /^Remove / }).waitFor();
  await page.waitForFunction((all) => document.querySelectorAll("ol.news > li").length < all, all);
  assert.ok((await page.locator("ol.news > li").count()) > 0);
  await page.getByRole("button", { name: /^Remove / }).click();
  await page.waitForFunction((all) => document.querySelectorAll("ol.news > li").length === all, all);
  seen.only(origin);
  await context.close();
});

test("what is not there says so, and leads on", async () => {
  const { page, context } = await open();
  await visit(page, "/people/nobody");
  assert.match(await page.locator("main").innerText(), /There is nothing at this address/);
  await page.getByRole("link", { name: "To the first page" }).click();
  await page.locator("main h2", { hasText: "Latest" }).waitFor();
  await context.close();
});

test("the first page loads at most 150 KB of script", async () => {
  const { page, context } = await open();
  const sizes = [];
  page.on("response", async (response) => {
    if (!/\.js$/.test(new URL(response.url()).pathname)) return;
    sizes.push(response.request().sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await visit(page, "/");
  await page.locator(".listening.on").waitFor();
  await page.locator("svg.chart").first().waitFor();
  const total = (await Promise.all(sizes)).reduce((one, other) => one + other, 0);
  assert.ok(sizes.length > 0 && total > 0 && total <= 150 * 1024, `${total} bytes`);
  await context.close();
});
