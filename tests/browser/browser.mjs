// Debian's Chromium, and what is watched of every page.
import assert from "node:assert/strict";
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
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
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
