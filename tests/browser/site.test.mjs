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
  ["/mechanisms?by=topic", ["Economy", "Without a topic"]],
  ["/mechanisms/cjk-cooperation-dialogue", ["1–8\nNot in this record", "11\nNot in this record"]],
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
  ["/statistics/travellers-among-the-three", ["people", "target 40M"]],
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
    await isAccessible(page);
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

test("facts lead to the sources that the list at the end has under their numbers", async () => {
  const { page, context, seen } = await open();
  for (const path of ["/meetings/trilateral-summit-9", "/people/lee-hee-sup", "/statistics/share-of-world-gdp", "/organizations/tcs"]) {
    await visit(page, path);
    await page.locator(".sources li").first().waitFor();
    const listed = new Map(
      await page.locator(".sources ol > li").evaluateAll((sources) =>
        sources.map((source) => [source.querySelector(".ordinal").textContent, source.querySelector("div > a").href]),
      ),
    );
    const marks = await page.locator(".mark a").evaluateAll((marks) => marks.map(({ href, lastChild }) => [lastChild.textContent, href]));
    assert.ok(marks.length > 3, `${marks.length} marks on ${path}`);
    for (const [number, href] of marks) assert.equal(href, listed.get(number), `${number} on ${path}`);
  }
  // Those of a date, beside it, in the reader's words.
  await visit(page, "/meetings/trilateral-summit-9");
  await page.locator(".facts div", { hasText: "May 27, 2024" }).getByRole("link", { name: "Source of: Date" }).first().waitFor();
  assert.match(await page.locator(".sources").innerText(), /Title as stated Korean President/);
  // A declared number, to what declares it.
  await visit(page, "/");
  await page.locator(".counters li", { hasText: "70+" }).getByRole("link", { name: "declared in September 2025" }).click();
  await page.locator("main h1", { hasText: "Other Consultative Mechanisms" }).waitFor();
  seen.only(origin);
  await context.close();
});

test("what is only hoped for is not drawn as if it had come about", async () => {
  const { page, context } = await open();
  await visit(page, "/statistics/travellers-among-the-three");
  const told = await page.locator(".chart circle").evaluateAll((points) => points.map((point) => [point.textContent, point.classList.contains("expected")]));
  assert.ok(told.some(([, expected]) => expected) && told.some(([, expected]) => !expected));
  for (const [text, expected] of told) assert.equal(/target/.test(text), expected, text);
  // The line goes through as many points as were observed.
  const line = await page.locator(".chart polyline:not(.expected)").getAttribute("points");
  assert.equal(line.split(" ").length, told.filter(([, expected]) => !expected).length);
  await context.close();
});

test("positions stand under years", async () => {
  const { page, context } = await open();
  await visit(page, "/organizations/tcs");
  const years = await page.locator(".timeline-years text").allTextContents();
  assert.deepEqual(years, ["2015", "2020", "2025"]);
  const bar = (name) => page.locator(".timeline li", { hasText: name }).locator(".bar").first().boundingBox();
  const [earlier, later] = [await bar("SHIN Bong-kil"), await bar("LEE Hee-sup")];
  assert.ok(earlier.x + earlier.width < later.x);
  await context.close();
});

test("a word of another language has the faces of its own", async () => {
  const { page, context } = await open({ locale: "ko-KR" });
  await visit(page, "/publications");
  const style = (selector, name) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], name);
  assert.match(await style("main", "fontFamily"), /CJK KR/);
  assert.doesNotMatch(await style("main a[lang=en]", "fontFamily"), /CJK/);
  assert.match(await style("main a[lang=ja]", "fontFamily"), /CJK JP/);
  // Korean lines end between words; those of the others where they may.
  assert.equal(await style("main", "wordBreak"), "keep-all");
  assert.equal(await style("main a[lang=ja]", "wordBreak"), "normal");
  await context.close();
});

test("who goes back is where they were", async () => {
  const { page, context } = await open();
  await visit(page, "/organizations/tcs");
  const link = page.locator("section[aria-labelledby=meetings] .dated a").first();
  await link.scrollIntoViewIfNeeded();
  // The place is kept once it rests.
  await page.waitForFunction(() => history.state?.y > 500 && history.state.y === window.scrollY);
  const left = await page.evaluate(() => window.scrollY);
  await link.click();
  await page.waitForURL("**/meetings/*");
  await page.waitForFunction(() => window.scrollY === 0);
  await page.goBack();
  await page.waitForFunction((left) => Math.abs(window.scrollY - left) <= 1, left);
  await page.reload();
  await page.waitForFunction((left) => Math.abs(window.scrollY - left) <= 1, left);
  await context.close();
});

test("without a connection, what cannot be shown says so and can be tried again", async () => {
  const { page, context } = await open();
  await visit(page, "/people");
  await context.setOffline(true);
  await page.locator("main .cards a").first().click();
  await reads(page, "There seems to be no connection to the network.");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("main h1", { hasText: "ABE Shinzo" }).waitFor();
  await context.close();
});

test("where a browser keeps nothing, the pages are read all the same", async () => {
  const { page, context, seen } = await open({ locale: "ja-JP" });
  await page.addInitScript(() =>
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    }),
  );
  await visit(page, "/statistics");
  await page.locator("main h1", { hasText: "統計" }).waitFor();
  await page.locator(".tongues select").selectOption("ko");
  await page.locator("main h1", { hasText: "통계" }).waitFor();
  seen.only(origin);
  await context.close();
});

test("on paper there is what was read", async () => {
  const { page, context } = await open();
  await visit(page, "/meetings/trilateral-summit-9");
  await page.emulateMedia({ media: "print" });
  for (const selector of [".masthead nav", ".searchbox", ".tongues"]) assert.equal(await page.locator(selector).isVisible(), false, selector);
  assert.ok(await page.locator("main h1").isVisible());
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

test("nothing jumps while a page comes", async () => {
  const { page, context } = await open({ viewport: { width: 412, height: 823 } });
  await page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.shift += value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const path of ["/", "/mechanisms", "/people/lee-hee-sup", "/relations?kind=person&from=lee-hee-sup"]) {
    await visit(page, path);
    await page.waitForLoadState("networkidle");
    const shift = await page.evaluate(() => globalThis.shift);
    // What is said to be good.
    assert.ok(shift < 0.1, `${shift} on ${path}`);
  }
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
