import * as pulumi from "@pulumi/pulumi";
import { platformHosts, storedVolumes } from "./components/stored-volumes";
import { SettingsError } from "./settings/problems";
import { hostPorts } from "./settings/host-ports";
import { brokerPlaceholder } from "./settings/schema";
import type { Settings } from "./settings";
import type { Target } from "./targets/target";

/**
 * The target that the settings choose. Each one's SDK is loaded only when it is chosen: loading
 * them all would cost every preview most of a second.
 *
 * @throws SettingsError where the target cannot take what the settings ask for.
 */
export async function createTarget(settings: Settings): Promise<Target> {
  switch (settings.target) {
    case "docker":
      return createDockerTarget(settings);
    case "kubernetes":
      return createKubernetesTarget(settings);
  }
}

async function createDockerTarget(settings: Settings): Promise<Target> {
  const [{ DockerTarget }, { findPortConflicts }] = await Promise.all([
    import("./targets/docker"),
    import("./targets/docker/preflight"),
  ]);
  const network = "kafka-platform";
  const ports = hostPorts(settings);
  const conflicts = await findPortConflicts(
    ports.map(({ port }) => ({ port, address: settings.publishAddress })),
    `${settings.namePrefix}${network}`,
  );
  if (conflicts.length > 0) {
    throw new SettingsError(
      conflicts.map(({ port, reason }) => ({
        path: ports.find((each) => each.port === port)?.path ?? "",
        message: `takes host port ${port}, but ${reason}; set another port, or free this one`,
      })),
    );
  }
  return new DockerTarget("docker", {
    network,
    namePrefix: settings.namePrefix,
    publishAddress: settings.publishAddress,
    publishedHost: publishedHost(settings),
  });
}

async function createKubernetesTarget(settings: Settings): Promise<Target> {
  const [{ KubernetesTarget }, { lookAtCluster }] = await Promise.all([
    import("./targets/kubernetes"),
    import("./targets/kubernetes/preflight"),
  ]);
  const access = { kubeconfig: settings.kubeconfig, context: settings.kubernetesContext };
  const { namespace, createNamespace, storageClass } = settings;
  const storage = storedVolumes(settings);
  const isPreview = pulumi.runtime.isDryRun();
  const { problems, warning } = await lookAtCluster(
    access,
    { namespace, createNamespace, storageClass, storage, hosts: platformHosts },
    // A preview is not to wait for a cluster that it can do without.
    isPreview ? 3000 : 15_000,
  );
  if (problems.length > 0) throw new SettingsError(problems);
  if (warning && !isPreview) void pulumi.log.warn(warning);
  return new KubernetesTarget("kubernetes", {
    namespace,
    createNamespace,
    context: settings.kubernetesContext,
    kubeconfig: settings.kubeconfig && pulumi.secret(settings.kubeconfig),
    retainNamespace: settings.retainData,
    protectNamespace: settings.protectData,
    storageClass,
    imagePullSeconds: settings.imagePullTimeoutSeconds,
    external: settings.external,
    publishedHost: publishedHost(settings),
  });
}

/** The host that clients outside are told, which may be another one for each broker. */
function publishedHost({ advertisedHost }: Settings): (replica: string) => string {
  return (replica) => advertisedHost.replaceAll(brokerPlaceholder, replica);
}
