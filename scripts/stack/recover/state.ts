import { execFileSync } from "node:child_process";
import { basename } from "node:path";

/** A resource in a stack's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** The part of a stack's state that matters to its recovery. */
export interface State {
  /** The stack's name, without an organization. */
  readonly stack: string;
  readonly resources: readonly StateResource[];
  /** What an update was about to do when it was cut off. */
  readonly pending: readonly { readonly type: string; readonly resource: StateResource }[];
}

/** Whether a resource is neither the stack itself nor a provider; a refused update leaves those, too. */
export function isDeployed({ type }: Pick<StateResource, "type">): boolean {
  return !/^pulumi:(pulumi:Stack$|providers:)/.test(type);
}

/** Whether a state is empty: its stack was never deployed, was destroyed, or lost its state. */
export function isEmpty({ resources, pending }: Pick<State, "resources" | "pending">): boolean {
  return pending.length === 0 && !resources.some(isDeployed);
}

/**
 * Reads the current stack's state.
 *
 * @param folder Its project's. Default: the current folder.
 */
export function readState(folder = "."): State {
  const text = execFileSync("pulumi", ["stack", "export"], {
    ...{ cwd: folder, encoding: "utf8" },
    maxBuffer: 256 * 1024 * 1024,
  });
  const { deployment } = JSON.parse(text) as {
    deployment?: { resources?: StateResource[]; pending_operations?: State["pending"] };
  };
  const { resources = [], pending_operations: pending = [] } = deployment ?? {};
  return {
    stack: resources[0]?.urn.split(/:+/)[2] ?? basename(process.env.PULUMI_STACK ?? "dev"),
    resources,
    pending,
  };
}
