// Loads TypeScript files as `sucrase/register/ts` does, but keeps what sucrase makes of each. Transpiling the program, and
// then the provider, would cost every command half a second.
"use strict";
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const path = require("node:path");

const folder = path.join(__dirname, "../.local/transpiled");
const { version } = require("sucrase/package.json");

require.extensions[".ts"] = (module, file) => {
  module._compile(transpiled(file), file);
};

function transpiled(file) {
  const source = readFileSync(file, "utf8");
  // A kept text counts only for the very same source, so that it can never be out of date.
  const head = `/* ${sum(`${version} ${source}`)} */`;
  const kept = path.join(folder, `${sum(file)}.js`);
  const found = read(kept);
  if (found?.startsWith(head)) return found.slice(head.length);
  const code = transpile(file, source);
  keep(kept, head + code);
  return code;
}

function transpile(filePath, source) {
  // Without a source map, because every line keeps its number.
  return require("sucrase").transform(source, { transforms: ["imports", "typescript"], filePath })
    .code;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function keep(file, text) {
  const part = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(part, text);
    // Another process may read it at any time.
    renameSync(part, file);
  } catch {
    // Without it the next command takes longer, as in a checkout that may not be written to.
  }
}

function sum(text) {
  return createHash("sha256").update(text).digest("hex");
}
