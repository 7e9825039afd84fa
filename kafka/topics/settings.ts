import { type Definition, topicDefinitions } from "../settings/definitions";
import { valueProblem } from "../settings/form";
import { didYouMean } from "./did-you-mean";

/** A topic's demands on a value besides its type and range: `LogConfig.validateValues` and `ConfigDef`'s own parser. */
const furtherForms: ReadonlyMap<string, Partial<Definition>> = new Map([
  ["retention.bytes", { least: "-1" }],
]);

/** Settings whose -1 means no limit. */
const unlimited = ["retention.bytes", "retention.ms"];

/** The form of `ThrottledReplicaListValidator`. */
const throttledReplicas = /^(\*|\d+:\d+(\s*,\s*\d+:\d+)*)?$/;

/** Says what is wrong with a topic setting, to follow the setting's path, or undefined. */
export function topicSettingProblem(name: string, value: string): string | undefined {
  const known = topicDefinitions.get(name);
  if (!known) {
    return `is not a topic setting of Kafka 3.5${didYouMean(name, [...topicDefinitions.keys()])}`;
  }
  const allowed = formProblem({ ...known, ...furtherForms.get(name) }, value);
  if (allowed === undefined) return undefined;
  return `must be ${allowed}${unlimited.includes(name) ? " (-1: no limit)" : ""}`;
}

function formProblem(definition: Definition, value: string): string | undefined {
  if (definition.validator === "ThrottledReplicaListValidator") {
    return throttledReplicas.test(value) ? undefined : "* or a list of partition:broker";
  }
  if (definition.type === "list" && value.trim() === "") {
    return `one or more of ${definition.values?.join(", ")}, separated by commas`;
  }
  return valueProblem(definition, value);
}

/**
 * Whether two values of a setting mean the same. Kafka parses what it is given and returns what it understood: `0.50`
 * comes back as `0.5`, `compact, delete` without the space. Lists are compared as sets: their order means nothing in any
 * topic setting (`Type.LIST` in Kafka's `LogConfig`).
 */
export function sameSetting(name: string, a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || !topicDefinitions.has(name)) return false;
  const areValid = [a, b].every((value) => topicSettingProblem(name, value) === undefined);
  return areValid && normal(name, a) === normal(name, b);
}

/** Writes a valid value so that equal values are written the same. */
function normal(name: string, value: string): string {
  const text = value.trim();
  switch (topicDefinitions.get(name)?.type) {
    case "int":
    case "long":
      return String(BigInt(text));
    case "double":
      // Kafka writes 0.0001 as 1.0E-4.
      return String(Number(text));
    case "boolean":
      return text.toLowerCase();
    case "list":
      return [...new Set(text.split(",").map((each) => each.trim()))].sort().join();
    default:
      return text;
  }
}
