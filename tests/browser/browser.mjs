// Debian's Chromium, and what is watched of every page.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

/** What the tests wait for at most. */
export const patience = 30_000;

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** Notes every request and WebSocket of a page, and what the browser reports as an error, violations of its policy included. */
export function watch(context, page) {
  context.setDefaultTimeout(patience);
  const requested = [];
  const errors = [];
  context.on("request", (request) => requested.push(request.url()));
  page.on("websocket", (socket) => requested.push(socket.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    // Monaco only warns when it cannot start a worker, and freezes the page instead.
    if (message.type() === "error" || message.text().includes("web worker")) errors.push(`${message.text()} (${message.location().url})`);
  });
  return {
    requested,
    errors,
    /** Asserts that nothing went wrong, and that nothing left this origin. */
    only(origin) {
      const { host } = new URL(origin);
      assert.ok(requested.length > 0);
      const elsewhere = requested.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== host);
      assert.deepEqual(elsewhere, []);
      assert.deepEqual(errors, []);
    },
  };
}

/** The origin of the running server that SERVICE_URL names. */
export function origin() {
  const { SERVICE_URL } = process.env;
  if (!SERVICE_URL) throw new Error("SERVICE_URL is not set: give it the origin of a running server, such as http://127.0.0.1:8000");
  return new URL(SERVICE_URL).origin;
}

/** A browser for the tests of a file, and a way to open a page of its own in it. */
export function useBrowser() {
  let browser;
  after(async () => (await browser)?.close());
  return async (options = {}) => {
    browser ??= launch();
    const context = await (await browser).newContext({ locale: "en-US", viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    return { context, page, seen: watch(context, page) };
  };
}

/** A server of its own for the tests of a file, on an empty record. It is there once they run. */
export function useServer() {
  const held = {};
  before(async () => {
    // It asks for the program's name as soon as it is loaded; not every file of tests needs one.
    const { Server } = await import("../../clients/typescript/test/server.mjs");
    held.server = await Server.start();
  });
  after(() => held.server?.stop());
  return held;
}

/** What the browser says by itself while nobody listens at a host. */
export const isRefusal = (host) => (error) => error.includes(`ws://${host}/graphql`) && error.includes("net::ERR_CONNECTION_REFUSED");

const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Asserts that axe-core finds nothing against WCAG 2.2 AA or its best practices, light and dark. */
export async function isAccessible(page, options = {}) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const { violations } = await page.evaluate((options) => {
      const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      return globalThis.axe.run({ runOnly, ...options });
    }, options);
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n  ")}`);
    assert.deepEqual(told, [], colorScheme);
  }
}
