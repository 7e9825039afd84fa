// bundle.mjs FOLDER: bundles the server into FOLDER/server.cjs and the page into FOLDER/web.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { build } from "esbuild";

const [, , out] = process.argv;
const here = import.meta.dirname;

await build({
  entryPoints: [join(here, "server/main.ts")],
  outfile: join(out, "server.cjs"),
  bundle: true,
  platform: "node",
  target: "node24",
  tsconfigRaw: {},
  minify: true,
  keepNames: true, // the code distinguishes errors by their names
  // snappyjs and others look for browser globals.
  logOverride: { "suspicious-logical-operator": "silent" },
});

const { metafile } = await build({
  entryPoints: [join(here, "web/main.tsx")],
  outdir: join(out, "web/assets"),
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["chrome123", "firefox120", "safari17.5"],
  jsx: "automatic",
  jsxImportSource: "preact",
  tsconfigRaw: {},
  loader: { ".woff2": "file", ".svg": "file" },
  minify: true,
  metafile: true,
});

const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) =>
  entryPoint?.endsWith("main.tsx"),
);
const [script, { cssBundle }] = entry;
// The server replaces {{path}} by the path that it is served at.
const page = readFileSync(join(here, "web/index.html"), "utf8")
  .replace("SCRIPT", `{{path}}/assets/${basename(script)}`)
  .replace("STYLES", `{{path}}/assets/${basename(cssBundle)}`);
writeFileSync(join(out, "web/index.html"), page);
