import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Document, LineCounter, parseDocument } from "yaml";
import { excerpt } from "../../excerpt";
import { UserError } from "../../user-error";

/** Values under `config` of a stack's file, by their full keys; undefined says that a key is to go. */
export type Values = ReadonlyMap<string, unknown>;

/** Reads a stack's file, comments and all; an empty one where there is none. */
export function readConfigFile(path: string): Document {
  const lines = new LineCounter();
  // A pretty error would quote lines of the file, which may hold a password.
  const options = { lineCounter: lines, prettyErrors: false };
  const document = existsSync(path)
    ? parseDocument(readFileSync(path, "utf8"), options)
    : new Document({});
  const [error] = document.errors;
  if (error) {
    const place = `${path}:${lines.linePos(error.pos[0]).line}`;
    throw new UserError(`${place} is not valid YAML: ${excerpt(error.message)}`);
  }
  document.contents ??= new Document({}).contents;
  return document;
}

/** Writes the file whole or not at all, and not where it would stay the same. */
export function writeConfigFile(path: string, document: Document): void {
  const text = document.toString();
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  // The copy may hold a password that somebody set without --secret.
  writeFileSync(fresh, text, { mode: 0o600 });
  renameSync(fresh, path);
}

/** The configuration values. */
export function valuesOf(document: Document): Values {
  const { config } = document.toJS() as { config?: Record<string, unknown> | null };
  return new Map(Object.entries(config ?? {}));
}

/** What has to be set and taken out to get from one set of values to another. */
export function changes(before: Values, after: Values): Values {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return new Map(
    keys
      .filter((key) => canonical(before.get(key)) !== canonical(after.get(key)))
      .map((key) => [key, after.get(key)]),
  );
}

/** Pulumi writes a number or a truth value as text when it writes the file anew. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "number" || typeof each === "boolean" ? String(each) : each,
  );
}

/** Sets the values in the document, or takes them out. */
export function apply(document: Document, values: Values): void {
  if (document.get("config") === null) document.delete("config");
  for (const [key, value] of values) {
    if (value === undefined) document.deleteIn(["config", key]);
    else document.setIn(["config", key], document.createNode(value));
  }
}

/** Takes over what Pulumi keeps beside the values, such as `encryptionsalt`, unless it is there. */
export function keepPulumisOwn(document: Document, earlier: Document): void {
  for (const [key, value] of Object.entries(earlier.toJS() as Record<string, unknown>)) {
    if (key !== "config" && !document.has(key)) document.set(key, value);
  }
}
