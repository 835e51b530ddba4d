import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** Bytes from which a file is worth compressing. */
const WORTH = 1024;

/** Puts beside each file that gets smaller by it the same compressed, as the server sends it. */
const compressed: Plugin = {
  name: "compressed",
  generateBundle: {
    order: "post",
    handler(_, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        const source = Buffer.from(file.type === "chunk" ? file.code : file.source);
        if (source.length < WORTH || !/\.(js|css|svg|md|json)$/.test(fileName)) continue;
        this.emitFile({ type: "asset", fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) });
      }
    },
  },
};

export default defineConfig({
  // The server answers GET /graphiql with dist/graphiql/index.html, without a
  // trailing slash, so relative asset addresses would resolve to the wrong
  // folder.
  base: "/",
  plugins: [compressed],
  build: {
    rolldownOptions: {
      input: ["site/index.html", "graphiql/index.html"],
      // GraphiQL's components say "use client"; hundreds of warnings that it has no
      // effect here would hide a real one.
      checks: { moduleLevelDirective: false },
    },
    // Inlined pictures and scripts would need a laxer Content-Security-Policy.
    assetsInlineLimit: 0,
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
