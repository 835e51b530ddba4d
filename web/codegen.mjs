// Writes the types of what the pages ask, site/generated/graphql.ts, from ../schema.graphql and site/documents/.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

const documentsFolder = new URL("site/documents/", import.meta.url);
const generated = new URL("site/generated/graphql.ts", import.meta.url);

const read = async (url) => parse(await readFile(url, "utf8"));
const names = (await readdir(documentsFolder)).filter((name) => name.endsWith(".graphql")).sort();
const documents = await Promise.all(
  names.map(async (name) => ({ location: name, document: await read(new URL(name, documentsFolder)) })),
);
/** Fragments of the same name in two documents are two, as each document is sent as it stands. */
for (const { location, document } of documents) {
  const prefix = location.replace(/(^|[-.])(\w)/g, (_, __, letter) => letter.toUpperCase()).replace(/Graphql$/, "");
  JSON.stringify(document, (key, value) => {
    if (value?.kind === "FragmentDefinition" || value?.kind === "FragmentSpread") value.name = { ...value.name, value: prefix + value.name.value };
    return value;
  });
}
const text = await codegen({
  filename: "graphql.ts",
  schema: await read(new URL("../schema.graphql", import.meta.url)),
  documents,
  config: {},
  plugins: [
    {
      operations: {
        skipTypename: true,
        strictScalars: true,
        scalars: {
          DateTime: "string",
          Decimal: "string",
          DocumentJSON: "unknown",
          Locale: "string",
          PartialDate: "string",
          Slug: "string",
          Url: "string",
        },
      },
    },
  ],
  pluginMap: { operations },
});
await mkdir(new URL(".", generated), { recursive: true });
await writeFile(generated, text);
