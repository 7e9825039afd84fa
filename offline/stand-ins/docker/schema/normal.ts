import {
  containsUnknown,
  isProperties,
  unknown,
  type Properties,
  type Value,
} from "../../../../provider/sdk/value";
import { zeroOf, type Property, type Table } from "./property";

/** The checked input of a property, in the form that the state stores. */
export function normal(property: Property, given: Value): Value {
  const table = property.element;
  if (given === unknown) return given;
  if (isProperties(given)) return table ? normalObject(table, given) : given;
  if (!Array.isArray(given)) return given;
  const elements = given.map((element) =>
    table && isProperties(element) ? normalObject(table, element) : element,
  );
  return property.kind === "set" ? sorted(elements) : elements;
}

function normalObject(table: Table, given: Properties): Properties {
  return Object.fromEntries(
    Object.entries(table).map(([name, property]) => {
      const value = given[name] ?? undefined;
      if (value !== undefined) return [name, normal(property, value)];
      return [name, absentInside(property)];
    }),
  );
}

function absentInside(property: Property): Value {
  if (property.default !== undefined) return property.default;
  if (property.computed) return unknown;
  // Terraform treats strings, sets and maps as empty here, and leaves the rest undecided until it reads.
  return ["string", "set", "map"].includes(property.kind) ? zeroOf(property) : null;
}

/** A stored value with its undecided parts set to zero values, as reading it back does. */
export function settled(property: Property, value: Value): Value {
  const table = property.element;
  if (!table) return value;
  if (Array.isArray(value)) return value.map((element) => settledObject(table, element));
  return settledObject(table, value);
}

function settledObject(table: Table, value: Value): Value {
  if (!isProperties(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const property = table[name];
      return [name, property && inner === null ? zeroOf(property) : inner];
    }),
  );
}

/** Elements of a set in the order that the official provider stores. */
export function sorted(elements: Value[]): Value[] {
  if (containsUnknown(elements)) return elements;
  return elements
    .map((element): { element: Value; key: string } => ({ element, key: orderKey(element) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ element }) => element);
}

/** Key by which Terraform's value library (cty) sorts the elements of a set. */
function orderKey(value: Value): string {
  if (typeof value === "string") return value;
  return nestedKey(value);
}

function nestedKey(value: Value): string {
  if (Array.isArray(value)) return `{${value.map((inner) => `${nestedKey(inner)};`).join("")}}`;
  if (isProperties(value)) {
    const inner = Object.keys(value)
      .sort()
      .map((name) => `${nestedKey(value[name] ?? null)};`);
    return `<${inner.join("")}>`;
  }
  if (value === null) return "~";
  if (typeof value === "boolean") return value ? "T" : "F";
  return JSON.stringify(value) ?? "?";
}
