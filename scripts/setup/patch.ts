import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import { isKept, readingOf, Written } from "../../common/written";

/**
 * Sets a path of a document to a value, touching only what differs: comments, order and the way a value is
 * written stay.
 *
 * @param value Undefined removes it.
 */
export function patch(document: Document, path: readonly string[], value: unknown): void {
  if (value === undefined) document.deleteIn(path);
  else {
    const node = document.getIn(path, true) as Node | undefined;
    if (!node || !patchNode(document, node, value)) {
      document.setIn(path, document.createNode(value));
    }
  }
}

/** Changes a node in place; false if it must be replaced by another node. */
function patchNode(document: Document, node: Node, value: unknown): boolean {
  if (isMap(node) && isRecord(value)) patchMap(document, node, value);
  else if (isSeq(node) && Array.isArray(value)) patchList(document, node, value as unknown[]);
  else if (isScalar(node) && !isRecord(value) && !Array.isArray(value)) {
    if (!isSame(node.value, value)) node.value = asWritten(node.value, value);
  } else return false;
  return true;
}

function patchMap(document: Document, map: YAMLMap, value: Record<string, unknown>): void {
  const present = map.toJS(document) as Record<string, unknown>;
  for (const key of Object.keys(present)) if (!Object.hasOwn(value, key)) map.delete(key);
  for (const [key, each] of Object.entries(value)) {
    const node = map.get(key, true) as Node | undefined;
    if (!node || !patchNode(document, node, each)) map.set(key, document.createNode(each));
  }
}

/** An item that still exists keeps its comments, wherever it is now; others are changed by their position. */
function patchList(document: Document, list: YAMLSeq, value: readonly unknown[]): void {
  const nodes = list.items as Node[];
  const left = new Set(nodes);
  const kept = value.map((each) => {
    const found = [...left].find((node) => isSame(node.toJS(document), each));
    if (found) left.delete(found);
    return found;
  });
  list.items = value.map((each, index) => {
    const [found, there] = [kept[index], nodes[index]];
    if (found) return found;
    if (there && left.delete(there) && patchNode(document, there, each)) return there;
    return document.createNode(each);
  });
}

/** Whether two values mean the same: when Pulumi rewrites a file, it formats values in its own way, or as text. */
export function isSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(asText(a), asText(b));
}

function asText(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Written) return readingOf(value.source);
  if (Array.isArray(value)) return value.map(asText);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asText(each)]));
}

/** A number that Pulumi wrote as text becomes a number again if it was one before. */
function asWritten(before: unknown, value: unknown): unknown {
  if (before instanceof Written && isPlainNumber(String(value))) return new Written(String(value));
  if (typeof before === "boolean" && /^(true|false)$/.test(String(value)))
    return value === "true" || value === true;
  return value;
}

function isPlainNumber(text: string): boolean {
  return /^-?\d+$/.test(text) && isKept(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Written)
  );
}
