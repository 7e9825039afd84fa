import { isProperties, unknown, type Properties, type Value } from "../../../../provider/sdk/value";
import { isChanged } from "./detailed-diff";
import { normal, settled } from "./normal";
import { zeroOf, type Property, type Table } from "./property";

/** The planned outputs of a create; what only Docker knows is unknown. */
export function planCreate(table: Table, inputs: Properties): Properties {
  const entries = Object.entries(table).map(([name, property]) => {
    const given = inputs[name] ?? undefined;
    return [name, given === undefined ? absent(property) : normal(property, given)];
  });
  return { ...(Object.fromEntries(entries) as Properties), id: unknown };
}

/** The planned outputs of an update. Unchanged properties keep their values from the state. */
export function planUpdate(table: Table, prior: Properties, inputs: Properties): Properties {
  const planned: Properties = { ...prior };
  for (const [name, property] of Object.entries(table)) {
    const before = prior[name] ?? null;
    const given = inputs[name] ?? null;
    planned[name] = isChanged(property, before, given)
      ? changed(property, given)
      : settled(property, before);
  }
  return planned;
}

function absent(property: Property): Value {
  if (property.computed) return unknown;
  if (property.default !== undefined) return property.default;
  return emptyBlock(property);
}

function changed(property: Property, given: Value): Value {
  if (given !== null) return normal(property, given);
  if (property.computed) return unknown;
  return property.default ?? zeroOf(property);
}

/** Lists of objects are never null in Terraform's state; lists of strings may be. */
export function emptyBlock(property: Property): Value {
  return property.element && property.kind !== "object" ? [] : null;
}

/** Outputs with null or empty values in place of unknowns, for a resource that was never read. */
export function withoutUnknowns(table: Table, outputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => {
      if (value === unknown) return [name, table[name]?.kind === "set" ? [] : null];
      return [name, Array.isArray(value) ? value.map(withoutUnknownsInside) : value];
    }),
  );
}

function withoutUnknownsInside(value: Value): Value {
  if (value === unknown) return null;
  if (!isProperties(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withoutUnknownsInside(inner)]),
  );
}
