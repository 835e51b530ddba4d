import { defineConfig } from "vite";

export default defineConfig({
  // The server answers GET /graphiql with dist/graphiql/index.html, without a
  // trailing slash, so relative asset addresses would resolve to the wrong
  // folder.
  base: "/",
  build: {
    rolldownOptions: {
      input: "graphiql/index.html",
      // GraphiQL's components say "use client"; hundreds of warnings that it has no
      // effect here would hide a real one.
      checks: { moduleLevelDirective: false },
    },
    // The bundle ends up inside the server's binary, so the notices its parts
    // ask for travel with it.
    license: { fileName: "assets/licenses.md" },
    // Monaco is one large chunk whatever we do; it loads after the first paint.
    chunkSizeWarningLimit: 4096,
  },
  // The GraphQL worker loads its formatter on demand; the default format for
  // workers (iife) would make it part of what every visitor loads.
  worker: { format: "es" },
});
