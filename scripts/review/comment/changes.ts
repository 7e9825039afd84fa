import { own } from "../../../common/own";
import { isCheck, isRenewed, runsAgain } from "./checks";
import { type Difference, differences } from "./differences";
import { nameOf, type Preview, type ResourceState, secretValue, warningsOf } from "./preview";
import { replaces } from "./replacement";

/** What happens to a resource; a released one stays as it is, unmanaged. */
export type Operation = "created" | "changed" | "replaced" | "deleted" | "released";

/** A resource that a change of the project touches. */
export interface Change {
  readonly operation: Operation;
  /** Pulumi's type, such as `docker:index/volume:Volume`. */
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
  readonly before?: ResourceState;
  readonly after?: ResourceState;
  /** The properties of a changed or replaced resource that differ. */
  readonly differences: readonly Difference[];
  /** Whether deploying the base would do exactly the same. */
  readonly pending: boolean;
}

/** The result of comparing two previews. */
export interface Comparison {
  /** Whether the head was previewed against a deployed stack, so that Pulumi itself says what it would do. */
  readonly deployed: boolean;
  /** Whether there are secrets, which previews do not show: whether they differ is unknown. */
  readonly hasSecrets: boolean;
  /** Warnings of the program in the head that are not in the base. */
  readonly notes: readonly string[];
  readonly changes: readonly Change[];
}

/**
 * Compares the preview of the head with that of the base. Against a deployed stack, the head's own
 * steps count. If nothing is deployed, both only create, and the difference between what they create
 * is the change.
 */
export function compare(base: Preview, head: Preview): Comparison {
  const deployed = [...base.steps, ...head.steps].some(({ oldState }) => oldState !== undefined);
  const changes = deployed ? fromSteps(base, head) : fromDesiredStates(base, head);
  return {
    deployed,
    hasSecrets: JSON.stringify([base, head]).includes(JSON.stringify(secretValue)),
    notes: newWarnings(base, head),
    changes: changes.filter(({ type }) => !type.startsWith("pulumi:")),
  };
}

/** A rule that only warns, such as one for production whose risk was accepted, shows nowhere else. */
function newWarnings(base: Preview, head: Preview): string[] {
  // A change also moves the lines of what it does not change.
  const withoutLines = (text: string) => text.replace(/ \([^()\s]+:\d+\)/g, "");
  const before = new Set(warningsOf(base).map(withoutLines));
  return warningsOf(head).filter((text) => !before.has(withoutLines(text)));
}

const operations: Readonly<Record<string, Operation>> = {
  create: "created",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
};

function fromSteps(base: Preview, head: Preview): Change[] {
  const pending = new Map(base.steps.map((step) => [`${step.op} ${step.urn}`, step]));
  return head.steps.flatMap((step) => {
    // A replacement is written as three steps: the other two, create-replacement and delete-replaced, say nothing new.
    // A changed option is not a separate step.
    const isOption =
      step.op === "same" && optionDifferences(step.oldState, step.newState).length > 0;
    const operation = isOption ? "changed" : own(operations, step.op);
    const state = step.newState ?? step.oldState;
    if (operation === undefined || !state?.custom) return [];
    // A resource with retainOnDelete is not really deleted.
    const isKept = operation === "deleted" && step.oldState?.retainOnDelete === true;
    const planned = pending.get(`${step.op} ${step.urn}`);
    return [
      {
        ...change(isKept ? "released" : operation, step.oldState, step.newState, state),
        pending: planned !== undefined && isSame(planned.newState, step.newState),
      },
    ];
  });
}

function fromDesiredStates(base: Preview, head: Preview): Change[] {
  const [before, after] = [desiredStates(base), desiredStates(head)];
  const changed = [...new Set([...before.keys(), ...after.keys()])].flatMap((urn) => {
    const [from, to] = [before.get(urn), after.get(urn)];
    if (!from && to) return [change("created", undefined, to, to)];
    if (from && !to) {
      return [change(from.retainOnDelete ? "released" : "deleted", from, undefined, from)];
    }
    if (!from || !to || isCheck(to)) return [];
    const found = change("changed", from, to, to);
    if (found.differences.length === 0) return [];
    const inputs = differences(from.inputs, to.inputs).map(({ path }) => path);
    const isReplaced = inputs.length > 0 && replaces(to.type, inputs);
    return [{ ...found, operation: isReplaced ? "replaced" : "changed" } as const];
  });
  const renewed = new Set(changed.filter(isRenewed).map((each) => each.after?.urn ?? ""));
  const again = [...after.values()].flatMap((to) => {
    const from = before.get(to.urn);
    return from && runsAgain(from, to, renewed) ? [change("changed", from, to, to)] : [];
  });
  return [...changed, ...again];
}

function desiredStates({ steps }: Preview): Map<string, ResourceState> {
  return new Map(
    steps.flatMap(({ urn, newState }) => (newState?.custom ? [[urn, newState] as const] : [])),
  );
}

function change(
  operation: Operation,
  before: ResourceState | undefined,
  after: ResourceState | undefined,
  { type, urn }: ResourceState,
): Change {
  return {
    operation,
    type,
    name: nameOf(urn),
    before,
    after,
    differences:
      before && after
        ? [...differences(before.inputs, after.inputs), ...optionDifferences(before, after)]
        : [],
    pending: false,
  };
}

/** Differences of the options that decide whether data is kept. */
function optionDifferences(
  before: ResourceState | undefined,
  after: ResourceState | undefined,
): Difference[] {
  if (!before || !after) return [];
  const options = ({ retainOnDelete = false, protect = false }: ResourceState) => ({
    retainOnDelete,
    protect,
  });
  return differences(options(before), options(after));
}

function isSame(a: ResourceState | undefined, b: ResourceState | undefined): boolean {
  return differences(a?.inputs, b?.inputs).length === 0 && optionDifferences(a, b).length === 0;
}
