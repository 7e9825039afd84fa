import { notRefreshed } from "../../../provider/not-refreshed";
import { UserError } from "../../../common/user-error";

/** A value of a resource as `pulumi preview --json` writes it. */
export type Value = string | number | boolean | null | readonly Value[] | Inputs;

/** Inputs of a resource by name. */
export interface Inputs {
  readonly [name: string]: Value | undefined;
}

/** A resource as it is, or would be, in the state. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  /** False for components, which only group resources. */
  readonly custom: boolean;
  readonly inputs?: Inputs;
  /** URNs of the resources that an input comes from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly retainOnDelete?: boolean;
  readonly protect?: boolean;
}

/** A step of a previewed update. */
export interface Step {
  /** Pulumi's name of the operation, such as `create`, `same`, `create-replacement`. */
  readonly op: string;
  readonly urn: string;
  /** Absent if the resource would be created. */
  readonly oldState?: ResourceState;
  /** Absent if the resource would be deleted. */
  readonly newState?: ResourceState;
}

/** The part of `pulumi preview --json`'s output that is used here. */
export interface Preview {
  readonly steps: readonly Step[];
  readonly diagnostics?: readonly { readonly severity: string; readonly message: string }[];
}

/** Replaces a value that only `up` will know. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Replaces a secret. */
export const secretValue = "[secret]";

/**
 * Reads a preview.
 *
 * @throws UserError if the text is not what `pulumi preview --json` prints.
 */
export function parsePreview(text: string, name: string): Preview {
  try {
    const { steps = [], diagnostics } = JSON.parse(text) as Partial<Preview>;
    return { steps, diagnostics };
  } catch {
    throw new UserError(`${name} is not the output of \`pulumi preview --json\`.`);
  }
}

/** The errors of a failed preview; none if it succeeded. */
export function errorsOf({ diagnostics = [] }: Preview): string[] {
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message.replace(/^error: /, "").trim())
    .filter((message) => message !== "" && message !== "preview failed");
}

/** What a preview with a refresh could not read, and why; for this, the preview uses what was known before. */
export function unreadOf(preview: Preview): string[] {
  return warningsOf(preview).filter(
    (text) => text.startsWith(notRefreshed) || /cluster is unreachable/i.test(text),
  );
}

/** The warnings of a preview. */
export function warningsOf({ diagnostics = [] }: Preview): string[] {
  return diagnostics
    .filter(({ severity }) => severity === "warning")
    .map(({ message }) => message.replace(/^warning: /, "").trim());
}

/** Name of the resource in the program. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
