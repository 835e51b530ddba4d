import { render } from "preact";

import { App } from "./app";
import { begin } from "./language";

const container = document.getElementById("site");
if (!container) throw new Error("index.html has no element with the id site");

// In the reader's language from the first word on.
void begin().finally(() => {
  container.replaceChildren();
  render(<App />, container);
});
