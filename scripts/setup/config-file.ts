import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync } from "node:fs";
import { statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Document, isMap, parseDocument, type ToStringOptions } from "yaml";
import { yamlOf } from "../../settings/files/yaml-file";
import { UserError } from "../../common/user-error";
import { keepWritten } from "../../common/written";
import { isSame, patch } from "./patch";

/** Values under `config` of a stack's file, by their full keys; undefined means that a key must be removed. */
export type Values = ReadonlyMap<string, unknown>;

/**
 * Reads a stack's file, including comments; returns an empty document if there is none.
 *
 * @throws UserError that names the line if it is not YAML, or not a map.
 */
export function readConfigFile(path: string): Document {
  const document: Document = existsSync(path)
    ? yamlOf(path, readFileSync(path))
    : new Document({}, keepWritten);
  document.contents ??= new Document({}, keepWritten).contents;
  const config = isMap(document.contents) ? document.get("config") : undefined;
  if (!isMap(document.contents) || !(config === undefined || config === null || isMap(config))) {
    throw new UserError(
      `${path} must be a map, with the configuration as another map under config:`,
    );
  }
  return document;
}

/** Writes the file completely or not at all, and only if it changes. */
export function writeConfigFile(path: string, document: Document): void {
  const there = existsSync(path) ? realpathSync(path) : path;
  const before = existsSync(there) ? readFileSync(there, "utf8") : undefined;
  const text = inFormOf(before ?? "", document.toString(styleOf(before ?? "")));
  if (before === text) return;
  mkdirSync(dirname(there), { recursive: true });
  const fresh = `${there}.${process.pid}`;
  // The copy may hold a password that somebody set without --secret.
  const mode = before === undefined ? 0o600 : statSync(there).mode;
  writeFileSync(fresh, text, { mode });
  renameSync(fresh, there);
}

/** Keeps the line ends and the byte order mark of an editor on Windows. */
function inFormOf(before: string, text: string): string {
  const lines = before.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
  return before.startsWith("\ufeff") ? `\ufeff${lines}` : lines;
}

/** The style in which a file is written, which keeps everything unchanged to the letter. */
function styleOf(text: string): ToStringOptions {
  const styles = [2, 4].flatMap((indent) =>
    [true, false].flatMap((indentSeq) =>
      [false, true].map((flowCollectionPadding) => ({
        ...{ lineWidth: 0, indent, indentSeq, flowCollectionPadding },
      })),
    ),
  );
  const document = parseDocument(text, { ...keepWritten, merge: true });
  const isKept = (style: ToStringOptions) => inFormOf(text, document.toString(style)) === text;
  return styles.find(isKept) ?? { lineWidth: 0 };
}

/** The configuration values. */
export function valuesOf(document: Document): Values {
  const { config } = document.toJS() as { config?: Record<string, unknown> | null };
  return new Map(Object.entries(config ?? {}));
}

/** What must be set and removed to get from one set of values to another. */
export function changes(before: Values, after: Values): Values {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return new Map(
    keys
      .filter((key) => !isSame(before.get(key), after.get(key)))
      .map((key) => [key, after.get(key)]),
  );
}

/** Sets the values in the document, or removes them. */
export function apply(document: Document, values: Values): void {
  if (document.get("config") === null) document.delete("config");
  for (const [key, value] of values) patch(document, ["config", key], value);
}

/** Takes over what Pulumi keeps next to the values, such as `encryptionsalt`, unless it already exists. */
export function keepPulumisOwn(document: Document, earlier: Document): void {
  for (const [key, value] of Object.entries(earlier.toJS() as Record<string, unknown>)) {
    if (key !== "config" && !document.has(key)) document.set(key, value);
  }
}
