import { isProperties, type Properties, type Value } from "../../../../provider/sdk/value";
import { isChanged } from "./detailed-diff";
import { isEmpty, type Property, type Table } from "./property";

/** The inputs that a refresh stores: the program's, with the changes made from outside. */
export function refreshedInputs(table: Table, inputs: Properties, outputs: Properties): Properties {
  const result: Properties = { ...inputs };
  const changed = new Set<Value>();
  for (const [name, property] of Object.entries(table)) {
    const given = inputs[name];
    if (given === undefined) continue;
    const stored = outputs[name] ?? null;
    if (isChanged(property, stored, given)) {
      changed.add(name);
      result[name] = inputOf(property, stored, given);
    } else if (property.kind === "set" && Array.isArray(given)) {
      result[name] = inStoredOrder(property, given, stored);
    }
  }
  if (Array.isArray(inputs.__defaults)) {
    result.__defaults = inputs.__defaults.filter((name) => !changed.has(name));
  }
  return result;
}

interface Placed {
  readonly place: number;
  readonly element: Value;
}

/** The elements of a set as given by the program, in the order of the state. */
function inStoredOrder(property: Property, given: Value[], stored: Value): Value {
  if (!Array.isArray(stored) || stored.length !== given.length) return given;
  const places = given.map((element) =>
    stored.findIndex((other) => !isChanged(property, [other], [element])),
  );
  if (places.includes(-1)) return given;
  return places
    .map((place, index): Placed => ({ place, element: given[index] ?? null }))
    .sort((a, b) => a.place - b.place)
    .map(({ element }) => element);
}

/** The inputs that an import stores: all that differ from the defaults. */
export function importedInputs(table: Table, outputs: Properties): Properties {
  const inputs: Properties = { __defaults: [] };
  for (const [name, property] of Object.entries(table)) {
    if (property.outputOnly) continue;
    const value = outputs[name] ?? null;
    const isDefault = property.default === undefined ? isEmpty(value) : value === property.default;
    if (!isDefault) inputs[name] = inputOf(property, value, null);
  }
  return inputs;
}

function inputOf(property: Property, value: Value, old: Value): Value {
  const table = property.element;
  if (!table) return value;
  if (Array.isArray(value)) {
    return value.map((element) => (isProperties(element) ? objectInput(table, element) : element));
  }
  if (!isProperties(value)) return value;
  return isProperties(old) ? objectLike(table, value, old) : objectInput(table, value);
}

function objectInput(table: Table, value: Properties): Properties {
  const given = Object.entries(value).filter(([name, inner]) => {
    const property = table[name];
    if (!property || inner === property.default) return false;
    return !isEmpty(inner);
  });
  return { __defaults: [], ...Object.fromEntries(given) };
}

function objectLike(table: Table, value: Properties, old: Properties): Properties {
  const result: Properties = { ...old };
  for (const name of Object.keys(table)) if (name in old) result[name] = value[name] ?? null;
  return result;
}
