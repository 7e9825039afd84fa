import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync } from "node:fs";
import { statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Document, isMap, parseDocument, type ToStringOptions } from "yaml";
import { yamlOf } from "../../settings/yaml-file";
import { UserError } from "../../user-error";
import { keepWritten } from "../../written";
import { isSame, patch } from "./patch";

/** Values under `config` of a stack's file, by their full keys; undefined says that a key is to go. */
export type Values = ReadonlyMap<string, unknown>;

/**
 * Reads a stack's file, comments and all; an empty one where there is none.
 *
 * @throws UserError that names the line where it is no YAML, or no map.
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

/** Writes the file whole or not at all, and not where it would stay the same. */
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

/** Keeps what an editor on Windows ends lines with, and begins files with. */
function inFormOf(before: string, text: string): string {
  const lines = before.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
  return before.startsWith("\ufeff") ? `\ufeff${lines}` : lines;
}

/** How a file is written, so that what is not changed stays as it is to the letter. */
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

/** What has to be set and taken out to get from one set of values to another. */
export function changes(before: Values, after: Values): Values {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return new Map(
    keys
      .filter((key) => !isSame(before.get(key), after.get(key)))
      .map((key) => [key, after.get(key)]),
  );
}

/** Sets the values in the document, or takes them out. */
export function apply(document: Document, values: Values): void {
  if (document.get("config") === null) document.delete("config");
  for (const [key, value] of values) patch(document, ["config", key], value);
}

/** Takes over what Pulumi keeps beside the values, such as `encryptionsalt`, unless it is there. */
export function keepPulumisOwn(document: Document, earlier: Document): void {
  for (const [key, value] of Object.entries(earlier.toJS() as Record<string, unknown>)) {
    if (key !== "config" && !document.has(key)) document.set(key, value);
  }
}
