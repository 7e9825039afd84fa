import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { declaredManifests } from "../declared/manifests";
import { measureCommand } from "../measure/command";
import { platformSettings } from "../platform";
import { clusterPlatform, clusterConnection, podMemory } from "./cluster-platform";
import type { Contender } from "./contender";
import { quote } from "./quote";
import { topicScript } from "./topic-script";

/** `kubectl apply` of the objects that the program declares, and Kafka's tool for the topics. */
export async function kubectlApply(brokers: number): Promise<Contender> {
  const name = `kubectl-${brokers}`;
  const platform = await clusterPlatform(name, brokers);
  const settings = platformSettings(platform.stack.settings);
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  const file = path.join(folder, "platform.yaml");
  const manifests = await declaredManifests(settings);
  writeFileSync(file, manifests.map((each) => stringify(each)).join("---\n"));
  const shell = (script: string) =>
    measureCommand("sh", ["-ec", script], platform.cluster.environment);
  // The tool's heap counts toward the broker's memory limit.
  const inPod = quote(`export KAFKA_HEAP_OPTS=-Xmx128m\n${topicScript(settings.topics)}`);
  const apply = [
    `kubectl apply --filename ${quote(file)}`,
    ...["zookeeper", "kafka"].map(
      (each) => `kubectl --namespace ${settings.namespace} rollout status statefulset/${each}`,
    ),
    `kubectl --namespace ${settings.namespace} exec kafka-0 -- sh -c ${inPod}`,
  ].join("\n");
  return {
    name,
    title: "`kubectl apply`",
    brokers,
    connection: clusterConnection(settings, platform.cluster.kubeconfig),
    start: () => shell(apply),
    provesItself: false,
    noop: () => shell(apply),
    // It exits with 1 on differences; the same objects have none.
    preview: () => shell(`kubectl diff --filename ${quote(file)}`),
    destroy: () => shell(`kubectl delete --filename ${quote(file)}`),
    memory: () => podMemory(platform),
    remove: async () => {
      await platform.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
