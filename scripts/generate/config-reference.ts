import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { configReference } from "./reference";
import { root } from "../setup/places";

/** Writes the generated part of docs/configuration.md from Pulumi.yaml and settings/schema.ts. */
async function main(): Promise<void> {
  const file = join(root, "docs/configuration.md");
  const project = readFileSync(join(root, "Pulumi.yaml"), "utf8");
  const page = configReference(project, readFileSync(file, "utf8"));
  writeFileSync(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
}

void main();
