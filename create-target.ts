import * as pulumi from "@pulumi/pulumi";
import type { DataPlace } from "./kafka/data-place";
import { DataLocation } from "./kafka/resources";
import { SettingsError } from "./settings/problems";
import { hostPorts } from "./settings/host-ports";
import { brokerPlaceholder } from "./settings/schema";
import type { Settings } from "./settings";
import type { ClusterAccess } from "./targets/kubernetes/kubeconfig";
import type { Target } from "./targets/target";
import { UserError } from "./user-error";

/**
 * The target that the settings choose, once the stack's data is known to be where they say: nothing is declared,
 * and no other problem told, before that. Each target's SDK is loaded only when it is chosen: loading them all
 * would cost every preview most of a second.
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
  const { namePrefix } = settings;
  const network = "kafka-platform";
  const preparing = prepareDocker(settings, `${namePrefix}${network}`);
  const location = await agree({ target: "docker", namePrefix }, preparing);
  const { DockerTarget, volumes } = await preparing;
  return new DockerTarget(
    "docker",
    {
      network,
      namePrefix,
      publishAddress: settings.publishAddress,
      publishedHost: publishedHost(settings),
      volumes,
    },
    { dependsOn: location },
  );
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
  const preparing = prepareKubernetes(settings, access);
  const { clusterIdentity } = await import("./targets/kubernetes/identity");
  const cluster = await clusterIdentity(access);
  const place = { target: "kubernetes" as const, namespace, cluster };
  const location = await agree(place, preparing);
  const { KubernetesTarget, claims } = await preparing;
  return new KubernetesTarget(
    "kubernetes",
    {
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
    },
    { dependsOn: location },
  );
}

/** Asks the cluster, and loads the SDK meanwhile. */
async function prepareKubernetes(settings: Settings, access: ClusterAccess) {
  const [{ accessProblem }, { storageClassProblem }, { listClaims }] = await Promise.all([
    import("./targets/kubernetes/access"),
    import("./targets/kubernetes/preflight"),
    import("./targets/kubernetes/claims"),
  ]);
  const problem = await accessProblem(access);
  if (problem) {
    const path = { kubeconfig: "kubeconfig", context: "kubernetesContext" }[problem.of];
    throw new SettingsError([{ path, message: problem.message }]);
  }
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
 * Waits until the state agrees that the data is at this place. It hears of what else would be refused, so that
 * the one that matters more is told, and a stack that is refused has no place yet.
 */
function agree(place: DataPlace, preparing: Promise<unknown>): Promise<DataLocation> {
  const refusal = preparing.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof UserError) return error.message;
      throw error;
    },
  );
  return new DataLocation("data", { ...place, refusal }).agreed();
}

/** The host that clients outside are told, which may be another one for each broker. */
function publishedHost({ advertisedHost }: Settings): (replica: string) => string {
  return (replica) => advertisedHost.replaceAll(brokerPlaceholder, replica);
}
