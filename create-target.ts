import * as pulumi from "@pulumi/pulumi";
import { DataLocation } from "./kafka/resources";
import { SettingsError } from "./settings/problems";
import { hostPorts } from "./settings/host-ports";
import { brokerPlaceholder } from "./settings/schema";
import type { Settings } from "./settings";
import type { ClusterAccess } from "./targets/kubernetes/kubeconfig";
import type { Target } from "./targets/target";

/**
 * The target that the settings choose, where the stack's data is in the place that they name. Each target's SDK
 * is loaded only when it is chosen: loading them all would cost every preview most of a second.
 *
 * @returns A promise that stays pending where it is not: the deployment has failed with the reason then.
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
  const { namePrefix } = settings;
  const network = "kafka-platform";
  const preparing = meanwhile(prepareDocker(settings, `${namePrefix}${network}`));
  const location = new DataLocation("data", { target: "docker", namePrefix });
  const { DockerTarget, volumes } = await onceAgreed(location, preparing);
  return new DockerTarget("docker", {
    network,
    namePrefix,
    publishAddress: settings.publishAddress,
    publishedHost: publishedHost(settings),
    volumes,
  });
}

/** Asks the engine, and loads the SDK meanwhile. */
async function prepareDocker(settings: Settings, network: string) {
  const [{ findPortConflicts }, { listVolumes }] = await Promise.all([
    import("./targets/docker/preflight"),
    import("./targets/docker/volumes"),
  ]);
  const volumes = listVolumes();
  const ports = hostPorts(settings);
  const finding = findPortConflicts(
    ports.map(({ port }) => ({ port, address: settings.publishAddress })),
    network,
  );
  const [{ DockerTarget }, conflicts] = await Promise.all([import("./targets/docker"), finding]);
  if (conflicts.length > 0) {
    throw new SettingsError(
      conflicts.map(({ port, reason }) => ({
        path: ports.find((each) => each.port === port)?.path ?? "",
        message: `takes host port ${port}, but ${reason}; set another port, or free this one`,
      })),
    );
  }
  return { DockerTarget, volumes };
}

async function createKubernetesTarget(settings: Settings): Promise<Target> {
  const { namespace } = settings;
  const access = { kubeconfig: settings.kubeconfig, context: settings.kubernetesContext };
  const preparing = meanwhile(prepareKubernetes(settings, access));
  const { clusterIdentity } = await import("./targets/kubernetes/identity");
  const cluster = await clusterIdentity(access);
  const place = { target: "kubernetes" as const, namespace, cluster };
  const { KubernetesTarget, claims } = await onceAgreed(new DataLocation("data", place), preparing);
  return new KubernetesTarget("kubernetes", {
    namespace,
    context: settings.kubernetesContext,
    kubeconfig: settings.kubeconfig && pulumi.secret(settings.kubeconfig),
    retainNamespace: settings.retainData,
    protectNamespace: settings.protectData,
    storageClass: settings.storageClass,
    imagePullSeconds: settings.imagePullTimeoutSeconds,
    external: settings.external,
    publishedHost: publishedHost(settings),
    claims,
  });
}

/** Asks the cluster, and loads the SDK meanwhile. */
async function prepareKubernetes(settings: Settings, access: ClusterAccess) {
  const [{ storageClassProblem }, { listClaims }] = await Promise.all([
    import("./targets/kubernetes/preflight"),
    import("./targets/kubernetes/claims"),
  ]);
  const claims = listClaims(access, settings.namespace);
  const judging = storageClassProblem(access, settings.storageClass);
  const [{ KubernetesTarget }, message] = await Promise.all([
    import("./targets/kubernetes"),
    judging,
  ]);
  if (message) throw new SettingsError([{ path: "storageClass", message }]);
  return { KubernetesTarget, claims };
}

/**
 * What has been prepared, once the place of the data is agreed to: no earlier is anything declared that would
 * touch another place, and no other problem is told.
 */
async function onceAgreed<Parts>(
  location: DataLocation,
  preparing: Promise<Parts>,
): Promise<Parts> {
  // A preview touches nothing, and need not wait until the provider has started.
  if (!pulumi.runtime.isDryRun()) await location.agreed();
  return preparing.catch(async (problem: unknown) => {
    await location.agreed();
    throw problem;
  });
}

/** Lets something go on for now: if it fails, that is told when it is waited for. */
function meanwhile<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}

/** The host that clients outside are told, which may be another one for each broker. */
function publishedHost({ advertisedHost }: Settings): (replica: string) => string {
  return (replica) => advertisedHost.replaceAll(brokerPlaceholder, replica);
}
