// First, because it must run before Monaco asks for a worker.
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./style.css";

import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

import { examples } from "./examples";
import { fetcher } from "./fetcher";

const container = document.getElementById("graphiql");
if (!container) throw new Error("index.html has no element with the id graphiql");

createRoot(container).render(
  <GraphiQL fetcher={fetcher} defaultTabs={examples}>
    <GraphiQL.Logo>Rapporteur</GraphiQL.Logo>
  </GraphiQL>,
);
