import { own } from "./own";
import { defaultReplicationFactor, type TopicDeclaration } from "./kafka/topics/declaration";
import type { TopicDeclarations } from "./kafka/topics/declaration";
import { excerpt } from "./excerpt";
import { describeProblem, formatPath, type Problem, SettingsError } from "./settings/problems";
import { isDataProtected, productionFindings } from "./settings/production";
import { advice, rules, type WellFormed } from "./settings/rules";
import { schema, type Values } from "./settings/schema";
import { type Topic, topicList, wellFormedTopics } from "./settings/topics";
import { readTopicsFile } from "./settings/topics-file";

export { SettingsError } from "./settings/problems";

/** What the program deploys, from a valid configuration: each value is described in Pulumi.yaml. */
export interface Settings extends Omit<Values, "topics" | "topicDefaults"> {
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
 * @param isSecret Whether a key's value is a secret, which no message shows. Default: none is.
 * @throws SettingsError that lists every problem at once.
 */
export function readSettings(
  config: Readonly<Record<string, string>>,
  stack = "",
  isSecret: (key: string) => boolean = () => false,
): Settings {
  const problems: Problem[] = unknownKeys(config);
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema)) {
    const result = field.safeParse(config[key]);
    if (result.success) {
      values[key] = result.data;
    } else {
      problems.push(
        // Of a number that is far too large two checks say the same.
        ...uniqueIssues(result.error.issues).map((issue) => ({
          path: formatPath([key, ...issue.path]),
          message: `${isSecret(key) ? "is a secret" : describe(fromText(config[key], issue.path), issue.path)}; ${issue.message}`,
        })),
      );
    }
  }
  const file = readTopics(config.topicsFile ?? "");
  problems.push(...file.problems);
  const wellFormed = {
    ...values,
    topics: [
      ...wellFormedTopics(fromText(config.topics, [""]), (index) => `topics[${index}]`),
      ...file.wellFormed,
    ],
  } as WellFormed;
  const judge = (judges: typeof rules) => Object.values(judges).flatMap((rule) => rule(wellFormed));
  const production = productionFindings(wellFormed, stack);
  problems.push(...[...judge(rules), ...production.problems].map(file.locate));
  const hide = (problem: Problem) => withoutSecrets(problem, config, isSecret);
  if (problems.length > 0) throw new SettingsError(problems.map(hide));
  return {
    ...complete(values as Values, file.topics),
    protectData: isDataProtected(wellFormed, stack),
    warnings: [...judge(advice), ...production.warnings]
      .map(file.locate)
      .map(hide)
      .map(describeProblem),
  };
}

/** The topics of the file that the configuration names. */
function readTopics(name: string) {
  const { topics, problems, locate } = readTopicsFile(name);
  const result = topicList("must be a list of topics").safeParse(topics ?? []);
  const located = ({ path, message }: Problem): Problem => ({ path: locate(path), message });
  return {
    topics: result.data ?? [],
    wellFormed: wellFormedTopics(topics, (index) => `topicsFile[${index}]`),
    locate: located,
    problems: [
      ...problems,
      ...(result.error?.issues ?? []).map(({ path, message }) =>
        located({
          path: formatPath(["topicsFile", ...path]),
          message: `${describe(topics, path)}; ${message}`,
        }),
      ),
    ],
  };
}

function complete(
  { topics, topicDefaults, ...values }: Values,
  fromFile: readonly Topic[],
): Omit<Settings, "protectData" | "warnings"> {
  const declarations = [...topics, ...fromFile].map((topic): [string, TopicDeclaration] => {
    const preventDelete = topic.preventDelete ?? topicDefaults.preventDelete ?? false;
    return [
      topic.name,
      {
        // A rule has seen to it that one of them is there.
        partitions: topic.partitions ?? topicDefaults.partitions ?? 1,
        replicationFactor:
          topic.replicationFactor ??
          topicDefaults.replicationFactor ??
          defaultReplicationFactor(values.brokers),
        config: { ...topicDefaults.config, ...topic.config },
        ...(preventDelete && { preventDelete }),
        ...(topic.renamedFrom !== undefined && { renamedFrom: topic.renamedFrom }),
      },
    ];
  });
  return { ...values, topics: Object.fromEntries(declarations) };
}

function uniqueIssues<Issue extends { path: PropertyKey[]; message: string }>(
  issues: readonly Issue[],
): Issue[] {
  const text = ({ path, message }: Issue) => `${formatPath(path)} ${message}`;
  return [...new Map(issues.map((issue) => [text(issue), issue])).values()];
}

function unknownKeys(config: Readonly<Record<string, string>>): Problem[] {
  return Object.keys(config)
    .filter((key) => !Object.hasOwn(schema, key))
    .map((path) => ({ path, message: "is not a configuration key; Pulumi.yaml lists them" }));
}

/** The value in a configuration's text: JSON where a path leads into it. */
function fromText(text: string | undefined, path: readonly PropertyKey[]): unknown {
  if (path.length === 0) return text;
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}

/** What a rule says of a value that somebody has set as a secret names it, and must not show it. */
function withoutSecrets(
  { path, message }: Problem,
  config: Readonly<Record<string, string>>,
  isSecret: (key: string) => boolean,
): Problem {
  const texts = Object.keys(config)
    .filter(isSecret)
    .flatMap((key) => [config[key] ?? "", excerpt(config[key] ?? "")])
    // As Pulumi does in its own output: a letter or two would be masked everywhere.
    .filter((text) => text.length > 2);
  return {
    path,
    message: texts.reduce((left, text) => left.replaceAll(text, "[secret]"), message),
  };
}

/** Says what stands at a path inside a value. */
function describe(value: unknown, path: readonly PropertyKey[]): string {
  const found = path.reduce<unknown>(
    (inner, key) => own(Object(inner) as Record<string, unknown>, String(key)),
    value,
  );
  if (found === undefined) return "is missing";
  if (found === "") return "is empty";
  return `is ${excerpt(found)}`;
}
