import { isDeepStrictEqual } from "node:util";
import type { CheckFailure } from "@pulumi/pulumi/provider";

/**
 * How the provider treats one type of resource. `Inputs` is what a program declares; the state is the
 * inputs and the outputs together.
 */
export interface Handler<Inputs extends object, Outputs extends object> {
  /** What of a change the resource can never do: found at preview, before anything is touched. */
  readonly check?: (
    before: Partial<Inputs>,
    now: Inputs,
  ) => CheckFailure[] | Promise<CheckFailure[]>;
  /** Makes what the inputs say. It must be able to take up where an interrupted run stopped. */
  readonly apply: (now: Inputs, before?: Inputs & Outputs) => Promise<Outputs>;
  /** Reads the state anew; the state as it is where that is not possible. Default: nothing can drift. */
  readonly read?: (state: Inputs & Outputs) => Promise<Inputs & Outputs>;
  /** Names of the inputs, to tell them from outputs in a state. */
  readonly inputs: readonly (keyof Inputs & string)[];
}

/** Whether a state was made from other inputs than these. */
export function inputsDiffer<Inputs extends object>(
  names: Handler<Inputs, object>["inputs"],
  state: Partial<Inputs>,
  now: Partial<Inputs>,
): boolean {
  return names.some((name) => !isDeepStrictEqual(state[name], now[name]));
}

/** The inputs within a state. */
export function inputsOf<Inputs extends object>(
  names: Handler<Inputs, object>["inputs"],
  state: Inputs,
): Partial<Inputs> {
  return Object.fromEntries(names.map((name) => [name, state[name]])) as Partial<Inputs>;
}
