import type { Document } from "yaml";
import { apply, keepPulumisOwn, type Values, valuesOf } from "./config-file";
import { isSame } from "./patch";

/** What happened to the values that `pulumi config` put into the copy: sentences for people. */
export interface CarriedOver {
  readonly done: readonly string[];
  /** What was not done, and why. */
  readonly refused: readonly string[];
}

/** A stack's file and the copy that Pulumi was given. */
export interface CarryOverArgs {
  /** The stack's file, which is changed. */
  readonly document: Document;
  /** Its name, for people. */
  readonly name: string;
  /** What Pulumi was told to change in the copy. */
  readonly told: Values;
  /** The values of the copy before that. */
  readonly before: Values;
  /** Keys whose values in the copy were never those of the file. */
  readonly replaced: readonly string[];
  /** The copy. */
  readonly copy: Document;
  /** Whether the copy's secrets are encrypted for the current backend. */
  readonly isSameBackend: boolean;
}

/** Keys that declare topics: if one is removed, all its topics are no longer declared. */
const topicKeys = ["kafka-platform:topics", "kafka-platform:topicsFile"];

/** Makes the changes of the copy in the stack's file, apart from those that would be a mistake. */
export function carryOver(args: CarryOverArgs): CarriedOver {
  const { document, name, told, copy } = args;
  const [done, refused]: [string[], string[]] = [[], []];
  const file = valuesOf(document);
  for (const [key, value] of told) {
    if (isSame(file.get(key), value)) continue;
    const problem = problemWith(key, value, file.get(key), args);
    if (problem === undefined) {
      apply(document, new Map([[key, value]]));
      // Nobody could decrypt the secret without the salt that Pulumi keeps next to it.
      if (isSecret(value)) keepPulumisOwn(document, copy);
      done.push(`${key} is ${value === undefined ? "removed from" : "set in"} ${name}`);
    } else refused.push(`${key} ${problem}`);
  }
  return { done, refused };
}

/** Why a change of the copy must not be made in the stack's file; undefined if it may. */
function problemWith(
  key: string,
  value: unknown,
  inFile: unknown,
  { name, before, replaced, isSameBackend }: CarryOverArgs,
): string | undefined {
  if (isSecret(value) && !isSameBackend) {
    return "was encrypted for another backend and is dropped: set it again";
  }
  if (value === undefined && topicKeys.includes(key) && inFile !== undefined) {
    return (
      `stays: without it, every topic of ${name} would no longer be declared, and would be deleted if ` +
      "deleteTopics is true. If that is what you want, edit the file"
    );
  }
  if (!replaced.includes(key) && !isSame(inFile, before.get(key))) {
    return `was changed in ${name} too, which takes precedence: set it again`;
  }
  return undefined;
}

/** Whether a value, or one within it, is encrypted. */
export function isSecret(value: unknown): boolean {
  return JSON.stringify(value ?? "").includes('"secure":');
}
