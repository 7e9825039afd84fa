import { unknown, type Properties } from "../../../../provider/sdk/value";
import type { ResourceType } from "../resource-type";
import { normal, settled } from "./normal";
import { emptyBlock, withoutUnknowns } from "./plan";
import { isEmpty, type Property, type Table } from "./property";

/** Outputs right after the creation: the plan, updated with what was read back. */
export function createdOutputs(
  type: ResourceType,
  planned: Properties,
  read: Properties,
): Properties {
  const table = type.properties;
  const result = withoutUnknowns(table, planned);
  for (const [name, value] of Object.entries(read)) {
    // A collection that the program does not set stays null until the first refresh.
    const isNothing = planned[name] === null && typeof value === "object" && isEmpty(value);
    if (!isNothing) result[name] = ordered(table[name], value);
  }
  return withMeta(type, result);
}

/** Outputs after a refresh: the state, updated with what was read back. */
export function readOutputs(type: ResourceType, prior: Properties, read: Properties): Properties {
  const table = type.properties;
  const result: Properties = { ...prior };
  for (const [name, property] of Object.entries(table)) {
    result[name] = settled(property, prior[name] ?? null);
  }
  for (const [name, value] of Object.entries(read)) result[name] = ordered(table[name], value);
  return withMeta(type, result);
}

/** What is in the state of an imported resource before it is read. */
export function importedOutputs(table: Table): Properties {
  return Object.fromEntries(
    Object.entries(table).map(([name, property]) => [name, emptyBlock(property)]),
  );
}

/**
 * Adds the internal data of the official plugin's bridge: the version of Terraform's state, without which it
 * would migrate the state from the first version. Removes what the bridge derived from outputs that are now
 * replaced.
 */
export function withMeta(type: ResourceType, outputs: Properties): Properties {
  const kept = { ...outputs };
  delete kept.__pulumi_raw_state_delta;
  if (type.schemaVersion === 0 || kept.__meta !== undefined) return kept;
  return { ...kept, __meta: JSON.stringify({ schema_version: String(type.schemaVersion) }) };
}

function ordered(property: Property | undefined, value: Properties[string]) {
  if (!property || value === unknown || property.kind !== "set") return value;
  return settled(property, normal(property, value));
}
