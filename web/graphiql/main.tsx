// First, because it must run before Monaco asks for a worker.
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./style.css";

import { ToolbarButton } from "@graphiql/react";
import { GraphiQL } from "graphiql";
import { useState } from "react";
import { createRoot } from "react-dom/client";

import { examples } from "./examples";
import { fetcherOver, type Transport } from "./fetcher";

const container = document.getElementById("graphiql");
if (!container) throw new Error("index.html has no element with the id graphiql");

const storage = "rapporteur:transport";
let transport: Transport = remembered() === "SSE" ? "SSE" : "WebSocket";
const fetcher = fetcherOver(() => transport);

/** What was chosen before; nothing where a browser keeps nothing. */
function remembered(): string | null {
  try {
    return localStorage.getItem(storage);
  } catch {
    return null;
  }
}

function remember(chosen: Transport): void {
  try {
    localStorage.setItem(storage, chosen);
  } catch {
    // For this visit, then.
  }
}

/** Says how subscriptions travel, and changes it. */
function TransportButton() {
  const [shown, setShown] = useState(transport);
  const other = shown === "SSE" ? "WebSocket" : "SSE";
  const sign = shown === "SSE" ? "SSE" : "WS";
  return (
    <ToolbarButton
      label={`${sign}: subscriptions travel over ${shown}; change to ${other}`}
      onClick={() => {
        transport = other;
        remember(other);
        setShown(other);
      }}
    >
      <span className="transport">{sign}</span>
    </ToolbarButton>
  );
}

createRoot(container).render(
  <GraphiQL fetcher={fetcher} defaultTabs={examples}>
    <GraphiQL.Logo>Rapporteur</GraphiQL.Logo>
    <GraphiQL.Toolbar>
      {({ prettify, merge, copy }) => (
        <>
          {prettify}
          {merge}
          {copy}
          <TransportButton />
        </>
      )}
    </GraphiQL.Toolbar>
  </GraphiQL>,
);
