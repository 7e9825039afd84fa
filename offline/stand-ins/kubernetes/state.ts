import { randomBytes } from "node:crypto";
import { isProperties, type Properties } from "../../../provider/sdk/value";
import { secret } from "../../../provider/sdk/wire";
import { chosenFieldManager } from "./annotations";
import { createManager } from "./cluster/managed-fields";
import { text } from "./object";

// Keys of the official plugin, which lets it take over the stack.
const inputsKey = "__inputs";
const initialApiVersionKey = "__initialApiVersion";
const fieldManagerKey = "__fieldManager";

/** What the state keeps besides the object. */
export interface Bookkeeping {
  readonly initialApiVersion: string;
  /** The owner of the object's fields from the first update on. */
  readonly fieldManager: string;
}

/** The outputs in the state: the object from the cluster, and what the next deployment needs. */
export function checkpoint(
  inputs: Properties,
  live: Properties,
  bookkeeping: Bookkeeping,
  secrets: ReadonlySet<string>,
): Properties {
  const marked = Object.entries(inputs).map(([name, value]) => [
    name,
    secrets.has(name) ? secret(value) : value,
  ]);
  return {
    ...live,
    [inputsKey]: Object.fromEntries(marked) as Properties,
    [initialApiVersionKey]: bookkeeping.initialApiVersion,
    [fieldManagerKey]: bookkeeping.fieldManager,
  };
}

/** The inputs that the cluster got last. */
export function inputsInState(outputs: Properties, inputs: Properties): Properties {
  const kept = outputs[inputsKey];
  return isProperties(kept) ? kept : inputs;
}

/** Bookkeeping of a new object, or of one in the state. */
export function bookkeeping(inputs: Properties, outputs: Properties = {}): Bookkeeping {
  return {
    initialApiVersion: text(outputs, initialApiVersionKey) || text(inputs, "apiVersion"),
    fieldManager:
      chosenFieldManager(inputs) ??
      (text(outputs, fieldManagerKey) || `${createManager}-${randomBytes(4).toString("hex")}`),
  };
}
