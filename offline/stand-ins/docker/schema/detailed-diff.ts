import type { DiffKind } from "../../../../provider/sdk/provider";
import {
  containsUnknown,
  isProperties,
  unknown,
  type Properties,
  type Value,
} from "../../../../provider/sdk/value";
import { normal, settled } from "./normal";
import { isEmpty, type Property, type Table } from "./property";

type Change = "add" | "delete" | "update";
type Changes = Record<string, Change>;

/**
 * What changes between the state and the checked inputs, by property path, according to the rules of
 * Terraform's plugin SDK and Pulumi's bridge to it.
 */
export function detailedDiff(
  table: Table,
  prior: Properties,
  inputs: Properties,
): Record<string, DiffKind> {
  const result: Record<string, DiffKind> = {};
  for (const [name, property] of Object.entries(table)) {
    const changes = changesOf(name, property, prior[name] ?? null, inputs[name] ?? null);
    for (const [path, change] of Object.entries(changes)) {
      result[path] = property.replace ? `${change}-replace` : change;
    }
  }
  return result;
}

/** Whether a property changes at all. */
export function isChanged(property: Property, prior: Value, input: Value): boolean {
  return Object.keys(changesOf("", property, prior, input)).length > 0;
}

function changesOf(path: string, property: Property, prior: Value, input: Value): Changes {
  // An empty list in the program means the same as none.
  const isGiven = input !== null && !(typeof input === "object" && isEmpty(input));
  const wanted = isGiven ? input : (property.default ?? null);
  if (wanted === null) return changesByAbsence(path, property, prior);
  if (typeof wanted !== "object") return scalarChange(path, prior, wanted);
  if (isEmpty(prior)) return { [path]: "add" };
  const planned = normal(property, wanted);
  if (property.isSame?.(prior, planned)) return {};
  switch (property.kind) {
    case "map":
      return mapChanges(path, prior, planned);
    case "object":
      return objectChanges(path, property.element ?? {}, prior, wanted);
    case "list":
      return listChanges(path, property, prior as Value[], wanted as Value[]);
    default:
      return setChanges(path, property, prior as Value[], wanted as Value[]);
  }
}

function changesByAbsence(path: string, property: Property, prior: Value): Changes {
  if (property.computed) {
    // The SDK plans a list again if it was never read, but no other kind.
    return property.kind === "list" && prior === null ? { [path]: "add" } : {};
  }
  return property.keptWhenRemoved || isEmpty(prior) ? {} : { [path]: "delete" };
}

function scalarChange(path: string, prior: Value, wanted: Value): Changes {
  if (prior === null) return wanted === "" ? {} : { [path]: "add" };
  return prior === wanted ? {} : { [path]: "update" };
}

function mapChanges(path: string, prior: Value, planned: Value): Changes {
  if (!isProperties(prior) || !isProperties(planned)) return { [path]: "update" };
  const changes: Changes = {};
  for (const key of new Set([...Object.keys(prior), ...Object.keys(planned)])) {
    const inner = /^\w+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
    if (!(key in planned)) changes[inner] = "delete";
    else if (!(key in prior)) changes[inner] = "add";
    else Object.assign(changes, scalarChange(inner, prior[key] ?? null, planned[key] ?? null));
  }
  return changes;
}

function objectChanges(path: string, table: Table, prior: Value, wanted: Value): Changes {
  if (!isProperties(prior) || !isProperties(wanted)) return { [path]: "update" };
  return Object.assign(
    {},
    ...Object.entries(table).map(([name, property]) =>
      changesOf(`${path}.${name}`, property, prior[name] ?? null, wanted[name] ?? null),
    ),
  ) as Changes;
}

function listChanges(path: string, property: Property, prior: Value[], wanted: Value[]): Changes {
  const changes: Changes = {};
  const tail = property.element ? 0 : commonTail(prior, wanted);
  const [before, after] = [
    prior.slice(0, prior.length - tail),
    wanted.slice(0, wanted.length - tail),
  ];
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const inner = elementChange(`${path}[${index}]`, property, before[index], after[index]);
    Object.assign(changes, inner);
  }
  return changes;
}

/** Number of equal elements at the end: an insertion before them only moves them. */
function commonTail(prior: Value[], wanted: Value[]): number {
  const shorter = Math.min(prior.length, wanted.length);
  let length = 0;
  while (length < shorter && prior.at(-1 - length) === wanted.at(-1 - length)) length++;
  return length;
}

function elementChange(
  path: string,
  property: Property,
  prior: Value | undefined,
  wanted: Value | undefined,
): Changes {
  if (wanted === undefined) return { [path]: "delete" };
  if (prior === undefined) return { [path]: "add" };
  return property.element && wanted !== unknown
    ? objectChanges(path, property.element, prior, wanted)
    : scalarChange(path, prior, wanted);
}

function setChanges(path: string, property: Property, prior: Value[], wanted: Value[]): Changes {
  if (containsUnknown(wanted)) return { [path]: "update" };
  const single: Property = { ...property, kind: "list" };
  const keys = (elements: Value[]) =>
    elements.map((element) => {
      const stored = normal(single, [element]);
      return JSON.stringify(settled(single, stored));
    });
  const priorKeys = keys(prior);
  const wantedKeys = keys(wanted);
  const removed = prior.map((element, index) =>
    wantedKeys.includes(priorKeys[index] ?? "") ? undefined : element,
  );
  const added = wanted.map((element, index) =>
    priorKeys.includes(wantedKeys[index] ?? "") ? undefined : element,
  );
  // If the provider fills in what the program omitted, the bridge cannot tell which element it was.
  const isVague = added.some((element) => element !== undefined && !isComplete(property, element));
  if (isVague) return { [path]: "update" };
  const changes: Changes = {};
  for (let index = 0; index < Math.max(prior.length, wanted.length); index++) {
    if (removed[index] === undefined && added[index] === undefined) continue;
    const inner = elementChange(`${path}[${index}]`, property, removed[index], added[index]);
    Object.assign(changes, inner);
  }
  return changes;
}

function isComplete(property: Property, element: Value): boolean {
  if (!property.element || !isProperties(element)) return true;
  return Object.keys(property.element).every((name) => (element[name] ?? null) !== null);
}
