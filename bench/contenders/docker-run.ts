import { declaredContainers } from "../declared/containers";
import { type Cost, measureCommand } from "../measure/command";
import { brokerAddresses, platformConfig, platformSettings } from "../platform";
import type { Contender } from "./contender";
import { containerMemory, removePrefixed } from "./docker";
import { removeScript, runScript } from "./run-script";

/**
 * A shell script of `docker run` commands.
 *
 * @param changes Further configuration of the program that declares what it runs.
 */
export async function dockerRun(
  brokers: number,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Contender> {
  const name = `docker-run-${brokers}`;
  const settings = platformSettings({
    ...(await platformConfig(`bench-${name}`, brokers)),
    ...changes,
  });
  const declared = await declaredContainers(settings);
  const containers = [...declared.zooKeepers, ...declared.brokers].map((each) => each.name);
  const shell = (script: string): Promise<Cost> => measureCommand("sh", ["-c", script], {});
  return {
    name,
    title: "`docker run` script",
    brokers,
    connection: { via: "direct", addresses: brokerAddresses(settings) },
    start: () => shell(runScript(declared)),
    topics: settings.topics,
    provesItself: false,
    destroy: () => shell(removeScript(declared)),
    memory: () => containerMemory(containers),
    remove: () => removePrefixed(settings.namePrefix),
  };
}
