import { defaultReplicationFactor, type TopicDeclarations } from "./kafka/topics/declaration";
import { describeProblem, formatPath, type Problem, SettingsError } from "./settings/problems";
import { isDataProtected, productionFindings } from "./settings/production";
import { rules, type WellFormed } from "./settings/rules";
import { schema, type Values, wellFormedTopics } from "./settings/schema";

export { SettingsError } from "./settings/problems";

/** What the program deploys, from a valid configuration: each value is described in Pulumi.yaml. */
export interface Settings extends Omit<Values, "topics"> {
  /** The declared topics by name, with every default filled in. */
  readonly topics: TopicDeclarations;
  /** Whether data must be guarded against being destroyed. */
  readonly protectData: boolean;
  /** What is deployed all the same, but should be known: a line each. */
  readonly warnings: readonly string[];
}

/**
 * Reads the project's configuration as Pulumi gives it: keys without their namespace, and values as text.
 *
 * @param stack Name of the stack. Default: none, which no `destroyData` repeats.
 * @throws SettingsError that lists every problem at once.
 */
export function readSettings(config: Readonly<Record<string, string>>, stack = ""): Settings {
  const problems: Problem[] = unknownKeys(config);
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema)) {
    const result = field.safeParse(config[key]);
    if (result.success) {
      values[key] = result.data;
    } else {
      problems.push(
        ...result.error.issues.map((issue) => ({
          path: formatPath([key, ...issue.path]),
          message: `${describe(config[key], issue.path)}; ${issue.message}`,
        })),
      );
    }
  }
  const wellFormed = { ...values, topics: wellFormedTopics(config.topics) } as WellFormed;
  const production = productionFindings(wellFormed, stack);
  problems.push(
    ...Object.values(rules).flatMap((rule) => rule(wellFormed)),
    ...production.problems,
  );
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    ...complete(values as Values),
    protectData: isDataProtected(wellFormed, stack),
    warnings: production.warnings.map(describeProblem),
  };
}

function complete({ topics, ...values }: Values): Omit<Settings, "protectData" | "warnings"> {
  const declarations = topics.map(({ name, partitions, replicationFactor, config }) => [
    name,
    {
      partitions,
      replicationFactor: replicationFactor ?? defaultReplicationFactor(values.brokers),
      config,
    },
  ]);
  return { ...values, topics: Object.fromEntries(declarations) as TopicDeclarations };
}

function unknownKeys(config: Readonly<Record<string, string>>): Problem[] {
  return Object.keys(config)
    .filter((key) => !Object.hasOwn(schema, key))
    .map((path) => ({ path, message: "is not a configuration key; Pulumi.yaml lists them" }));
}

/** Says what stands at a path inside a value, without showing a secret. */
function describe(text: string | undefined, path: readonly PropertyKey[]): string {
  let found: unknown = text;
  if (path.length > 0) {
    found = path.reduce<unknown>(
      (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
      JSON.parse(text ?? "null"),
    );
  }
  if (found === undefined) return "is missing";
  return found === ""
    ? "is empty"
    : `is ${typeof found === "string" ? found : JSON.stringify(found)}`;
}
