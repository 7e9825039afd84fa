import { defaultReplicationFactor, type TopicDeclarations } from "./kafka/topics/declaration";
import { formatPath, type Problem, SettingsError } from "./settings/problems";
import { rules, type WellFormed } from "./settings/rules";
import { schema, type Values, wellFormedTopics } from "./settings/schema";

export { SettingsError } from "./settings/problems";

/** What the program deploys, from a valid configuration: each value is described in Pulumi.yaml. */
export interface Settings extends Omit<Values, "topics"> {
  /** The declared topics by name, with every default filled in. */
  readonly topics: TopicDeclarations;
}

/**
 * Reads the project's configuration as Pulumi gives it: keys without their namespace, and values as text.
 *
 * @throws SettingsError that lists every problem at once.
 */
export function readSettings(config: Readonly<Record<string, string>>): Settings {
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
  problems.push(...Object.values(rules).flatMap((rule) => rule(wellFormed)));
  if (problems.length > 0) throw new SettingsError(problems);
  return complete(values as Values);
}

function complete({ topics, ...values }: Values): Settings {
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
