import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { brokerHost } from "../../components/workloads";
import { clientService } from "../../targets/kubernetes/names";
import { declaredManifests } from "../declared/manifests";
import { measureCommand } from "../measure/command";
import { platformSettings } from "../platform";
import { clusterPlatform, clusterConnection, podMemory } from "./cluster-platform";
import type { Contender } from "./contender";
import { quote } from "./quote";

/** `kubectl apply` of the objects that the program declares. */
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
  const apply = [
    `kubectl apply --filename ${quote(file)}`,
    ...["zookeeper", "kafka"].map(
      (each) => `kubectl --namespace ${settings.namespace} rollout status statefulset/${each}`,
    ),
  ].join("\n");
  return {
    name,
    title: "`kubectl apply`",
    brokers,
    connection: clusterConnection(settings, platform.cluster.kubeconfig),
    start: () => shell(apply),
    topics: settings.topics,
    provesItself: false,
    noop: () => shell(apply),
    // It exits with 1 on differences; the same objects have none.
    preview: () => shell(`kubectl diff --filename ${quote(file)}`),
    // In the order of the others: brokers that stop while their Service exists wait for one another to be in sync, and
    // without ZooKeeper they wait until they are killed.
    destroy: () =>
      shell(
        [
          `kubectl --namespace ${settings.namespace} delete --ignore-not-found service/${clientService(brokerHost)}`,
          ...["kafka", "zookeeper"].map(
            // With its pods.
            (each) =>
              `kubectl --namespace ${settings.namespace} delete statefulset/${each} --cascade=foreground`,
          ),
          `kubectl delete --ignore-not-found --filename ${quote(file)}`,
        ].join("\n"),
      ),
    memory: () => podMemory(platform),
    remove: async () => {
      await platform.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
