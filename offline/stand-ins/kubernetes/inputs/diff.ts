import { isDeepStrictEqual } from "node:util";
import type { DiffKind, DiffRequest, DiffResult } from "../../../../provider/sdk/provider";
import {
  containsUnknown,
  isProperties,
  type Properties,
  type Value,
} from "../../../../provider/sdk/value";
import { isAutonamed } from "../annotations";
import type { Settings } from "../configuration";
import { kindOf, type Kind } from "../kinds";
import { formatName, nameOf } from "../object";
import { inputsInState } from "../state";

/** What the new inputs change, and whether an update is enough. */
export function diffInputs(request: DiffRequest, settings: Settings): DiffResult {
  const olds = inputsInState(request.olds, request.oldInputs);
  const kind = kindOf(request.type);
  const replacing = replacingPaths(kind, request.news, settings);
  const detailedDiff: Record<string, DiffKind> = {};
  for (const [path, change] of differences(olds, request.news)) {
    detailedDiff[path] = isAtOrBelow(path, replacing) ? `${change}-replace` : change;
  }
  return {
    detailedDiff,
    deleteBeforeReplace: nameIsTaken(olds, request.news),
    stables: [],
    reportPaths: true,
  };
}

type Change = "add" | "delete" | "update";

/** Paths of all differences. If one side has nothing at all, the path ends there. */
export function* differences(
  old: Value | undefined,
  now: Value | undefined,
  path = "",
): Generator<[string, Change]> {
  if (!containsUnknown(now) && isDeepStrictEqual(old, now)) return;
  if (isProperties(old) && isProperties(now)) {
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
      yield* differences(old[name], now[name], member(path, name));
    }
  } else if (Array.isArray(old) && Array.isArray(now)) {
    for (let index = 0; index < Math.max(old.length, now.length); index++) {
      yield* differences(old[index], now[index], `${path}[${index}]`);
    }
  } else if (isAbsent(old) !== isAbsent(now)) {
    yield [path, isAbsent(old) ? "add" : "delete"];
  } else if (!isAbsent(old)) {
    yield [path, "update"];
  }
}

function isAbsent(value: Value | undefined): boolean {
  return value === undefined || value === null;
}

function member(path: string, name: string): string {
  if (!/^[\w$-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path ? `${path}.${name}` : name;
}

function replacingPaths(kind: Kind, news: Properties, settings: Settings): readonly string[] {
  const mutable =
    (kind.kind === "ConfigMap" && settings.enableConfigMapMutable) ||
    (kind.kind === "Secret" && settings.enableSecretMutable);
  if (!mutable || news.immutable === true) return kind.replaceOn;
  return kind.replaceOn.filter((path) => !["data", "binaryData", "stringData"].includes(path));
}

function isAtOrBelow(path: string, roots: readonly string[]): boolean {
  return roots.some(
    (root) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`),
  );
}

/** Two objects with the same name cannot exist at the same time. */
function nameIsTaken(olds: Properties, news: Properties): boolean {
  return !isAutonamed(news) && formatName(nameOf(olds)) === formatName(nameOf(news));
}
