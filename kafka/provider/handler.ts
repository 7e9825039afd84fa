import { isDeepStrictEqual } from "node:util";
import type { CheckFailure, DiffKind } from "../../plugin/provider";

/** Tells the user something about the resource at hand. */
export interface Tell {
  /** Shown for as long as the resource is worked on. */
  status(message: string): void;
  info(message: string): void;
  warning(message: string): void;
}

/** What `apply` made of a resource before it failed: it goes into the state, with the reason. */
export class PartialFailure extends Error {
  /** @param state Inputs and outputs as they really are now. */
  constructor(
    message: string,
    readonly state: object,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/**
 * How the provider treats one type of resource. `Inputs` is what a program declares; the state is the
 * inputs and the outputs together.
 */
export interface Handler<Inputs extends object, Outputs extends object> {
  /** Names of the inputs that the state keeps, to tell them from outputs there. Others are for `check` alone. */
  readonly inputs: readonly (keyof Inputs & string)[];
  /** Names of the outputs, which nobody knows before the deployment. */
  readonly outputs: readonly (keyof Outputs & string)[];
  /** The inputs as the state is to keep them, where one that is not known now stays as it was. Default: as they are. */
  readonly keep?: (before: Partial<Inputs>, now: Inputs) => Inputs;
  /** What of a change the resource can never do: found at preview, before anything is touched. */
  readonly check?: (
    before: Partial<Inputs>,
    now: Inputs,
  ) => CheckFailure[] | Promise<CheckFailure[]>;
  /** What differs, by property path. Default: the inputs that differ, each as a whole. */
  readonly diff?: (before: Inputs, now: Inputs) => Readonly<Record<string, DiffKind>>;
  /** Tells at preview what `apply` would do, and fails where it would. Default: nothing. */
  readonly preview?: (
    now: Inputs,
    before: (Inputs & Outputs) | undefined,
    tell: Tell,
  ) => Promise<void>;
  /**
   * Makes what the inputs say. It must be able to take up where an interrupted run stopped.
   *
   * @param signal Is aborted when it is to end early: within seconds, with an error that says what it leaves.
   * @throws {@link PartialFailure} where some of it is made; any other error leaves the state as it was.
   */
  readonly apply: (
    now: Inputs,
    before: (Inputs & Outputs) | undefined,
    tell: Tell,
    signal: AbortSignal,
  ) => Promise<Outputs>;
  /** Reads the state anew; the state as it is where that is not possible. Default: nothing can drift. */
  readonly read?: (state: Inputs & Outputs, tell: Tell) => Promise<Inputs & Outputs>;
  /** Reads a resource that `pulumi import` takes over, by its id. Default: it cannot be imported. */
  readonly import?: (id: string) => Promise<Inputs & Outputs>;
}

/** The inputs that differ, each as a whole. */
export function differingInputs<Inputs extends object>(
  names: Handler<Inputs, object>["inputs"],
  before: Partial<Inputs>,
  now: Partial<Inputs>,
): Record<string, DiffKind> {
  const differing = names.filter((name) => !isDeepStrictEqual(before[name], now[name]));
  return Object.fromEntries(differing.map((name) => [name, kindOf(before[name], now[name])]));
}

/** What becomes of a property that differs. */
export function kindOf(before: unknown, now: unknown): DiffKind {
  if (before === undefined) return "add";
  return now === undefined ? "delete" : "update";
}

/** The inputs within a state, without those that were not given. */
export function inputsOf<Inputs extends object>(
  names: Handler<Inputs, object>["inputs"],
  state: Inputs,
): Partial<Inputs> {
  const given = names.filter((name) => state[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, state[name]])) as Partial<Inputs>;
}
