import { platformSettings } from "../platform";
import { clusterPlatform, clusterConnection, podMemory } from "./cluster-platform";
import type { Contender } from "./contender";
import { pulumiOperations } from "./pulumi";

/** This project on a Kubernetes cluster. */
export async function pulumiKubernetes(brokers: number): Promise<Contender> {
  const name = `pulumi-kubernetes-${brokers}`;
  const platform = await clusterPlatform(name, brokers);
  const settings = platformSettings(platform.stack.settings);
  return {
    ...pulumiOperations(platform.stack),
    name,
    title: "`pulumi up`",
    brokers,
    connection: clusterConnection(settings, platform.cluster.kubeconfig),
    memory: () => podMemory(platform),
    remove: () => platform.remove(),
  };
}
