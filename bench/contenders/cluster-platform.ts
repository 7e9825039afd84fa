import { parse } from "yaml";
import { readFileSync } from "node:fs";
import { KubernetesPlatform } from "../../tests/e2e-kubernetes/platform";
import { platformConfig } from "../platform";
import type { KubernetesConnection } from "../../targets/connection";
import type { Settings } from "../../settings";

/** What both contenders on Kubernetes deploy, each in its own namespace; nothing runs yet. */
export async function clusterPlatform(name: string, brokers: number): Promise<KubernetesPlatform> {
  const namespace = `bench-${name}`;
  return KubernetesPlatform.create(namespace, {
    ...(await platformConfig(namespace, brokers)),
    namePrefix: `${namespace}-`,
  });
}

/** How this machine reaches the brokers' pods. */
export function clusterConnection(settings: Settings, kubeconfig: string): KubernetesConnection {
  const { namespace, brokers } = settings;
  const { "current-context": context } = parse(readFileSync(kubeconfig, "utf8")) as {
    "current-context": string;
  };
  const addresses = Array.from(
    { length: brokers },
    (_, index) => `kafka-${index}.kafka.${namespace}.svc:9092`,
  );
  return {
    via: "kubernetes",
    addresses,
    namespace,
    context,
    kubeconfig: readFileSync(kubeconfig, "utf8"),
  };
}

// From control groups version 2, or else version 1.
const readMemory =
  "cd /sys/fs/cgroup && cat memory.current memory.stat 2>/dev/null || " +
  "{ cd memory && cat memory.usage_in_bytes memory.stat; }";

/** Memory of the pods in MiB as the node counts it, without the reclaimable page cache. */
export async function podMemory(platform: KubernetesPlatform): Promise<number> {
  let bytes = 0;
  for (const pod of await platform.pods()) {
    const [current = "", ...statistics] = await platform.kubectl(
      ...["exec", pod, "--", "sh", "-c", readMemory],
    );
    const inactive = statistics.find((line) => /^(total_)?inactive_file /.test(line));
    bytes += Number(current) - Number(inactive?.split(" ")[1] ?? 0);
  }
  return bytes / 2 ** 20;
}
