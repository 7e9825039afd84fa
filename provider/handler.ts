import { isDeepStrictEqual } from "node:util";
import type { CheckFailure, DiffKind } from "./sdk/provider";

/** Reports to the user about one resource. */
export interface Reporter {
  /** Shown only while the resource is worked on. */
  status(message: string): void;
  info(message: string): void;
  warning(message: string): void;
}

/** `apply` failed after it had changed the resource: what it did goes into the state, with the reason. */
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
 * How the provider handles one resource type. `Inputs` is what a program declares; the state is the
 * inputs and the outputs together.
 */
export interface Handler<Inputs extends object, Outputs extends object> {
  /** Names of the inputs that the state keeps, to tell them from the outputs. Others are only for `check`. */
  readonly inputs: readonly (keyof Inputs & string)[];
  /** Names of the outputs, which are unknown before the deployment. */
  readonly outputs: readonly (keyof Outputs & string)[];
  /** The inputs that the state will keep: an input that is not known now keeps its old value. Default: `now`. */
  readonly keep?: (before: Partial<Inputs>, now: Inputs) => Inputs;
  /** The parts of a change that the resource can never make: found at preview, before anything is touched. */
  readonly check?: (
    before: Partial<Inputs>,
    now: Inputs,
  ) => CheckFailure[] | Promise<CheckFailure[]>;
  /** The differences by property path. Default: the inputs that differ, each as a whole. */
  readonly diff?: (before: Inputs, now: Inputs) => Readonly<Record<string, DiffKind>>;
  /** Reports at preview what `apply` would do, and fails if that would fail. Default: nothing. */
  readonly preview?: (
    now: Inputs,
    before: (Inputs & Outputs) | undefined,
    report: Reporter,
  ) => Promise<void>;
  /**
   * Creates or changes the resource as the inputs say. It must be able to continue an interrupted run.
   *
   * @param signal Aborted if it must end early: within seconds, with an error that says what it leaves.
   * @throws {@link PartialFailure} if part of it was done; any other error leaves the state as it was.
   */
  readonly apply: (
    now: Inputs,
    before: (Inputs & Outputs) | undefined,
    report: Reporter,
    signal: AbortSignal,
  ) => Promise<Outputs>;
  /**
   * Removes what the resource stands for. It must accept that it is gone already. Default: nothing is removed.
   *
   * @param signal Aborted if it must end early.
   */
  readonly remove?: (state: Inputs & Outputs, signal: AbortSignal) => Promise<void>;
  /**
   * Reads the actual state again; returns `state` if that is not possible, and undefined if the resource is gone.
   * Default: nothing can drift.
   */
  readonly read?: (
    state: Inputs & Outputs,
    report: Reporter,
    signal: AbortSignal,
  ) => Promise<(Inputs & Outputs) | undefined>;
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

/** What happens to a property that differs. */
export function kindOf(before: unknown, now: unknown): DiffKind {
  if (before === undefined) return "add";
  return now === undefined ? "delete" : "update";
}

/** The inputs within a state, without those that were not set. */
export function inputsOf<Inputs extends object>(
  names: Handler<Inputs, object>["inputs"],
  state: Inputs,
): Partial<Inputs> {
  const given = names.filter((name) => state[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, state[name]])) as Partial<Inputs>;
}
