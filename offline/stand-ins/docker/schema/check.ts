import { createHash } from "node:crypto";
import type { CheckFailure, CheckRequest, CheckResult } from "../../../../provider/sdk/provider";
import { isProperties, unknown, type Properties, type Value } from "../../../../provider/sdk/value";
import { coerce } from "./coerce";
import { isEmpty, type Property, type Table } from "./property";

/** The place of a value: for the user (`ctr.ports[0].ip`) and in Terraform's form (`ports.0.ip`). */
interface Place {
  readonly path: string;
  readonly address: string;
}

/**
 * Checks inputs and fills in defaults, with the official provider's texts. Unlike that provider it
 * refuses a top-level property that it does not know, or that this stand-in cannot set.
 */
export function checkInputs(table: Table, request: CheckRequest): CheckResult {
  const reasons: string[] = [];
  const news = { ...withName(table, request) };
  const inputs = checkObject(table, news, { path: request.name, address: "" }, reasons);
  if ("name" in inputs && !("name" in request.news)) {
    inputs.__defaults = [...(inputs.__defaults as string[]), "name"].sort();
  }
  const failures = reasons.map((reason): CheckFailure => ({ property: "", reason }));
  return { inputs: failures.length > 0 ? request.news : inputs, failures };
}

function withName(table: Table, { news, olds, name, ...request }: CheckRequest): Properties {
  if ("name" in news || !table.name?.generated) return news;
  const oldDefaults = olds.__defaults;
  if (Array.isArray(oldDefaults) && oldDefaults.includes("name") && olds.name !== undefined) {
    return { ...news, name: olds.name };
  }
  const digits = createHash("sha256").update(request.randomSeed).digest("hex").slice(0, 7);
  return { ...news, name: request.proposedName ?? `${name}-${digits}` };
}

function checkObject(
  table: Table,
  object: Properties,
  place: Place,
  reasons: string[],
): Properties & { __defaults: Value[] } {
  const isTop = place.address === "";
  const result: Properties = {};
  const defaults: string[] = [];
  for (const [name, property] of Object.entries(table)) {
    if (property.outputOnly || property.unsupported) continue;
    const given = object[name] ?? undefined;
    const inner = within(place, name, property);
    if (given !== undefined) {
      result[name] = checkValue(property, given, inner, reasons);
    } else if (property.required) {
      reasons.push(missing(inner));
    } else if (!isEmpty(property.default)) {
      result[name] = property.default ?? null;
      defaults.push(name);
    }
  }
  reasons.push(...unexpected(table, object, place, isTop));
  return { __defaults: defaults, ...result };
}

function unexpected(table: Table, object: Properties, place: Place, isTop: boolean): string[] {
  return Object.keys(object)
    .filter((name) => name !== "__defaults" && (object[name] ?? undefined) !== undefined)
    .flatMap((name) => {
      const property = table[name];
      if (property && !property.outputOnly && !property.unsupported) return [];
      return isTop
        ? [`'${name}' is not supported by the offline docker provider. ${examine(place, name)}`]
        : [`Invalid or unknown key. ${examine(place)}`];
    });
}

function checkValue(property: Property, given: Value, place: Place, reasons: string[]): Value {
  const value = coerce(property, given);
  if (value === unknown) return value;
  const table = property.element;
  if (table && Array.isArray(value)) {
    return value.map((element, index) =>
      isProperties(element)
        ? checkObject(table, element, elementPlace(property, place, index), reasons)
        : element,
    );
  }
  if (table && isProperties(value)) return checkObject(table, value, place, reasons);
  const wrong = property.rule?.(value);
  // The official provider repeats the text.
  if (wrong !== undefined) reasons.push(`${wrong}. ${wrong}. ${examine(place)}`);
  return value;
}

function within(place: Place, name: string, property: Property): Place {
  const terraformName = property.terraformName ?? name.replace(/[A-Z]/g, "_$&").toLowerCase();
  const address = place.address === "" ? terraformName : `${place.address}.${terraformName}`;
  // The path of anything inside a set ends at the set.
  return { address, path: place.path.endsWith("]!") ? place.path : `${place.path}.${name}` };
}

function elementPlace(property: Property, place: Place, index: number): Place {
  const path = property.kind === "set" ? `${place.path}[]!` : `${place.path}[${index}]`;
  return { path, address: `${place.address}.${index}` };
}

function missing(place: Place): string {
  return (
    `Missing required argument. The argument "${place.address}" is required, ` +
    `but no definition was found.. ${examine(place)}`
  );
}

function examine(place: Place, name?: string): string {
  const path = place.path.replace(/\[\]!$/, "");
  return `Examine values at '${name === undefined ? path : `${path}.${name}`}'.`;
}
