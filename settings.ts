import { own } from "./own";
import type { TopicDeclaration, TopicDeclarations } from "./kafka/topics/declaration";
import { excerpt } from "./excerpt";
import { describeProblem, formatPath, type Problem, SettingsError } from "./settings/problems";
import { isDataProtected, productionFindings } from "./settings/production";
import { advice, rules, type WellFormed } from "./settings/rules";
import { schema, type Values } from "./settings/schema";
import { type MergedTopic, mergeTopics } from "./settings/merged-topics";
import { topicList, wellFormedDefaults, wellFormedTopics } from "./settings/topics";
import { wellFormedSettings } from "./settings/values";
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
        ...unique(
          result.error.issues.map(({ path, message }) => ({
            path: formatPath([key, ...path]),
            message: `${isSecret(key) ? "is a secret" : describe(fromText(config[key], path), path)}; ${message}`,
          })),
        ),
      );
    }
  }
  const file = readTopics(config.topicsFile ?? "");
  problems.push(...file.problems);
  for (const key of ["brokerSettings", "zookeeperSettings"]) {
    values[key] ??= wellFormedSettings(fromText(config[key], [""]));
  }
  const written = [
    ...wellFormedTopics(fromText(config.topics, [""]), (index) => `topics[${index}]`),
    ...file.wellFormed,
  ];
  const defaults = wellFormedDefaults(fromText(config.topicDefaults, [""]));
  const topics = mergeTopics(written, defaults, values.brokers as number | undefined);
  delete values.topicDefaults;
  const wellFormed = { ...values, topics } as WellFormed;
  const judge = (judges: typeof rules) => Object.values(judges).flatMap((rule) => rule(wellFormed));
  const production = productionFindings(wellFormed, stack);
  // What is not well formed itself, no rule has to say more of.
  const isReported = ({ path }: Problem) => problems.some((problem) => problem.path === path);
  const found = [...judge(rules), ...production.problems].map(file.locate);
  problems.push(...unique(found.filter((problem) => !isReported(problem))));
  const hide = (problem: Problem) => withoutSecrets(problem, config, isSecret);
  if (problems.length > 0) throw new SettingsError(problems.map(hide));
  return {
    ...(values as Values),
    topics: declarations(topics),
    protectData: isDataProtected(wellFormed, stack),
    warnings: unique([...judge(advice), ...production.warnings])
      .map(file.locate)
      .map(hide)
      .map(describeProblem),
  };
}

/** The topics of the file that the configuration names. */
function readTopics(name: string) {
  const { topics, problems, locate } = readTopicsFile(name);
  const result = topicList("must be a list of topics").safeParse(topics ?? []);
  const located = ({ path, message }: Problem): Problem => ({
    path: locate(path),
    // It may name another topic of the file.
    message: message.replace(/\btopicsFile\[\d+\]/, locate),
  });
  return {
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

/** The topics of a configuration in which nothing is wrong. */
function declarations(topics: readonly MergedTopic[]): TopicDeclarations {
  return Object.fromEntries(
    topics.map(({ name = "", renamedFrom, ...topic }): [string, TopicDeclaration] => [
      name,
      {
        // Rules have seen to it that they are there.
        partitions: topic.partitions ?? 1,
        replicationFactor: topic.replicationFactor ?? 1,
        config: topic.config,
        ...(topic.preventDelete && { preventDelete: true }),
        ...(renamedFrom !== undefined && { renamedFrom }),
      },
    ]),
  );
}

/** Each problem once, however many topics it follows from. */
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()];
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
