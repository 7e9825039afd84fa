import { isUtf8 } from "node:buffer";
import { type Alias, type Document, isAlias, isCollection, isScalar, LineCounter } from "yaml";
import { parseDocument, visit } from "yaml";
import { excerpt } from "../../common/excerpt";
import { UserError } from "../../common/user-error";
import { keepWritten } from "../../common/written";

/** A text, parsed as a YAML document. */
export interface ParsedYaml {
  readonly document: Document.Parsed;
  /** The line, from 1, of an offset in the text. */
  readonly lineAt: (offset: number) => number;
  /** The first reason why it cannot be used; absent if there is none. */
  readonly fault?: YamlFault;
}

/** Why a text cannot be used, and its line, from 1. */
export interface YamlFault {
  readonly line: number;
  readonly message: string;
}

/**
 * Reads YAML as Pulumi does, which refuses what the library accepts: an alias without its anchor, a list as a key.
 *
 * @param tags How scalars are read. Default: {@link keepWritten}.
 */
export function parseYaml(bytes: Buffer | string, tags = keepWritten): ParsedYaml {
  const lines = new LineCounter();
  // A pretty error would quote lines of the file, which may hold a password.
  const options = { ...tags, lineCounter: lines, merge: true, prettyErrors: false } as const;
  const document = parseDocument(bytes.toString(), options);
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const fault = encodingFault(bytes) ?? syntaxFault(document, lineAt);
  return { document, lineAt, ...(fault && { fault }) };
}

/**
 * Parses a file's text as a YAML document.
 *
 * @param name The file's name, for messages.
 * @throws UserError that names the line.
 */
export function yamlOf(name: string, bytes: Buffer | string): Document.Parsed {
  const { document, fault } = parseYaml(bytes);
  if (!fault) return document;
  throw new UserError(`${name}:${fault.line} is not usable YAML: ${excerpt(fault.message)}`);
}

function encodingFault(bytes: Buffer | string): YamlFault | undefined {
  if (typeof bytes === "string" || isUtf8(bytes)) return undefined;
  const lines = bytes.toString("latin1").split("\n");
  const line = 1 + lines.findIndex((each) => !isUtf8(Buffer.from(each, "latin1")));
  return { line, message: "it is not in UTF-8; save it in that encoding" };
}

function syntaxFault(
  document: Document.Parsed,
  lineAt: (offset: number) => number,
): YamlFault | undefined {
  const [error] = document.errors;
  if (error) return { line: lineAt(error.pos[0]), message: error.message };
  let found: YamlFault | undefined;
  const report = (node: unknown, message: string) => {
    const { range } = node as { range?: readonly [number] };
    found = { line: lineAt(range?.[0] ?? 0), message };
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_key, node) => {
      const message = aliasProblem(document, node);
      return message === undefined ? undefined : report(node, message);
    },
    Pair: (_key, { key }) => {
      const resolved = isAlias(key) ? key.resolve(document) : key;
      return isCollection(resolved) ? report(key, "a list or a map cannot be a key") : undefined;
    },
    Scalar: (_key, node) =>
      typeof node.value === "number" && !Number.isFinite(node.value)
        ? report(node, `${node.source ?? node.value} is not a number that a value can be; quote it`)
        : undefined,
  });
  if (found) return found;
  try {
    document.toJS();
    return undefined;
  } catch (tooMany) {
    // Aliases of aliases that expand to far more than the file contains.
    return { line: 1, message: (tooMany as Error).message };
  }
}

function aliasProblem(document: Document.Parsed, alias: Alias): string | undefined {
  const meant = alias.resolve(document);
  if (!meant) return `the alias *${alias.source} has no anchor &${alias.source} before it`;
  const [at, [start, end]] = [alias.range?.[0] ?? 0, meant.range ?? [0, 0]];
  return at > start && at < end && !isScalar(meant)
    ? `the alias *${alias.source} is inside the value it repeats`
    : undefined;
}
