import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { schema as pipelinesSchema } from "../../pipelines/settings/schema";
import { configReference } from "./reference";
import { stackSchema, topicsSchema } from "./stack-schema";
import { root } from "../setup/places";

/**
 * Writes, from Pulumi.yaml and settings/schema.ts, the generated parts of docs/configuration.md and docs/pipelines.md, and
 * the JSON Schemas with which editors complete and check the files of the platform's stacks and topics.
 */
async function main(): Promise<void> {
  const project = read("Pulumi.yaml");
  await write("docs/configuration.md", configReference(project, read("docs/configuration.md")));
  const pipelines = configReference(
    read("pipelines/Pulumi.yaml"),
    read("docs/pipelines.md"),
    pipelinesSchema,
    3,
  );
  await write("docs/pipelines.md", pipelines);
  await write("settings/stack.schema.json", JSON.stringify(stackSchema(project)));
  await write("settings/topics.schema.json", JSON.stringify(topicsSchema()));
}

function read(name: string): string {
  return readFileSync(join(root, name), "utf8");
}

async function write(name: string, text: string): Promise<void> {
  const file = join(root, name);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

void main();
