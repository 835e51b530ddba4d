// Takes pictures of the main pages of a service of its own: node screenshots.mjs <folder>. RAPPORTEUR names the program.
import path from "node:path";

import { Server } from "../../clients/typescript/test/server.mjs";
import { launch } from "./browser.mjs";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("say where the pictures go: node screenshots.mjs <folder>");

const pictures = [
  { name: "home", at: "/" },
  { name: "person-ja", at: "/people/lee-hee-sup", locale: "ja-JP" },
  { name: "mechanism-dark", at: "/mechanisms/trilateral-summit", colorScheme: "dark" },
  { name: "relations", at: "/relations?kind=person&from=lee-hee-sup", from: "#graph" },
  { name: "live-ko", at: "/live?from=start", locale: "ko-KR", until: "[data-gauge=missed]:text-matches('[1-9]')" },
];

const server = await Server.start("--sample");
const browser = await launch();
try {
  for (const { name, at, locale = "en-US", colorScheme = "light", from, until } of pictures) {
    const context = await browser.newContext({ locale, colorScheme, viewport: { width: 1280, height: 860 } });
    const page = await context.newPage();
    await page.goto(`http://${server.host}${at}`, { waitUntil: "networkidle" });
    await page.waitForFunction(() => document.querySelector("main h1") && !document.querySelector("main .waiting"));
    if (until) await page.locator(until).waitFor();
    if (from) await page.locator(from).evaluate((element) => element.scrollIntoView());
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
