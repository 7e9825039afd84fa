import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { declaredContainers } from "../declared/containers";
import { measureCommand } from "../measure/command";
import { brokerAddresses, platformConfig, platformSettings } from "../platform";
import { composeCommand } from "./compose/command";
import { composeFile } from "./compose-file";
import type { Contender } from "./contender";
import { containerMemory, removePrefixed } from "./docker";
import { quote } from "./quote";

/** `docker compose up --wait`. */
export async function compose(brokers: number): Promise<Contender> {
  const name = `compose-${brokers}`;
  const settings = platformSettings(await platformConfig(`bench-${name}`, brokers));
  const declared = await declaredContainers(settings);
  const containers = [...declared.zooKeepers, ...declared.brokers].map((each) => each.name);
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  const file = path.join(folder, "compose.yaml");
  writeFileSync(file, stringify(composeFile(declared)));
  const { command } = await composeCommand();
  const project = ["--project-name", settings.namePrefix.replace(/-$/, ""), "--file", file];
  const tool = [...command, ...project].map(quote).join(" ");
  const shell = (script: string) => measureCommand("sh", ["-ec", script], {});
  return {
    name,
    title: "`docker compose up --wait`",
    brokers,
    connection: { via: "direct", addresses: brokerAddresses(settings) },
    start: () => shell(`${tool} up --wait`),
    topics: settings.topics,
    provesItself: false,
    noop: () => shell(`${tool} up --wait`),
    preview: () => shell(`${tool} --dry-run up --wait`),
    destroy: () => shell(`${tool} down --volumes`),
    memory: () => containerMemory(containers),
    remove: async () => {
      await removePrefixed(settings.namePrefix);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
