// Loads TypeScript files as `sucrase/register/ts` does, but keeps what sucrase makes of each. Transpiling the program, and
// then the provider, would cost every command half a second.
"use strict";
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const path = require("node:path");

const folder = path.join(__dirname, "../.local/transpiled");
const { version } = require("sucrase/package.json");
// Whatever makes another text of a source.
const maker = sum(`${version} ${readFileSync(__filename, "utf8")}`);

require.extensions[".ts"] = (module, file) => {
  module._compile(transpiled(file), file);
};

function transpiled(file) {
  const source = readFileSync(file, "utf8");
  // A kept text counts only for the very same source, so that it can never be out of date.
  const origin = sum(`${maker} ${source}`);
  const kept = path.join(folder, `${sum(file)}.js`);
  const found = read(kept, origin);
  if (found !== undefined) return found;
  const code = transpile(file, source);
  keep(kept, head(origin, code) + code);
  return code;
}

function transpile(filePath, source) {
  // Without a source map, because every line keeps its number.
  return require("sucrase").transform(source, { transforms: ["imports", "typescript"], filePath })
    .code;
}

/** The text after the head that belongs to it; a file that was damaged since, or is missing, has none. */
function read(file, origin) {
  try {
    const text = readFileSync(file, "utf8");
    const code = text.slice(head(origin, "").length);
    return text.startsWith(head(origin, code)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function head(origin, code) {
  return `/* ${origin} ${sum(code)} */`;
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
    discard(part);
  }
}

function discard(file) {
  try {
    rmSync(file, { force: true });
  } catch {
    // What cannot be written cannot be removed.
  }
}

function sum(text) {
  return createHash("sha256").update(text).digest("hex");
}
