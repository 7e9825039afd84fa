import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

const root = path.join(__dirname, "../..", "..");

interface ProjectFile {
  readonly config: Record<string, { readonly default?: unknown }>;
}

/** The configuration that the program gets from Pulumi.yaml's defaults, changed by `changes`. */
export function projectConfig(
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  return defaultsOf("Pulumi.yaml", changes);
}

/** The same for the program of the pipelines. */
export function pipelinesConfig(
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  return defaultsOf("pipelines/Pulumi.yaml", changes);
}

function defaultsOf(file: string, changes: Readonly<Record<string, unknown>>) {
  const { config } = readYaml(file) as ProjectFile;
  const defaults = Object.entries(config).map(([key, value]): [string, unknown] => [
    key,
    value.default,
  ]);
  return asPulumiGivesIt({ ...Object.fromEntries(defaults), ...changes });
}

/** The configuration of a stack: its file over the defaults. */
export function stackConfig(stack: string): Record<string, string> {
  const { config } = readYaml(`Pulumi.${stack}.yaml`) as { config: Record<string, unknown> };
  const values = Object.entries(config).map(([key, value]) => [
    key.replace("kafka-platform:", ""),
    value,
  ]);
  return projectConfig(Object.fromEntries(values) as Record<string, unknown>);
}

const parsed = new Map<string, unknown>();

/** Parsed once in each test file, for which it is what most time goes into. */
function readYaml(file: string): unknown {
  if (!parsed.has(file)) parsed.set(file, parse(readFileSync(path.join(root, file), "utf8")));
  return parsed.get(file);
}

function asPulumiGivesIt(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
