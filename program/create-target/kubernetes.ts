import * as pulumi from "@pulumi/pulumi";
import { platformHosts, storedVolumes } from "../../settings/services";
import type { Settings } from "../../settings";
import type { Locate } from "../../settings/files/locate";
import { SettingsError } from "../../settings/problems";
import type { ClusterAccess } from "../../targets/kubernetes/kubeconfig";
import type { Target } from "../../targets/target";
import { describeUnknown, type UnknownPlace } from "../../targets/kubernetes/unknown";
import { agree } from "./agree";
import { hasOutputs } from "./known";
import { externalAnnotations, publishedHost } from "./published-host";

/** See `createTarget`. */
export async function createKubernetesTarget(settings: Settings, locate: Locate): Promise<Target> {
  const { namespace, createNamespace, storageClass } = settings;
  const access = { kubeconfig: settings.kubeconfig, context: settings.kubernetesContext };
  const loading = import("../../targets/kubernetes");
  const looking = look(settings, access);
  const cluster = await looking.then(
    ({ identity }) => identity,
    () => undefined,
  );
  const dependsOn = await agree(
    { target: "kubernetes", namespace, cluster },
    looking.then(refuse),
    looking.then(
      ({ workloads }) => unknown(workloads, { access, namespace, stack: pulumi.getStack() }),
      () => undefined,
    ),
    locate,
  );
  const { claims, warnings } = await looking;
  for (const warning of warnings) void pulumi.log.warn(warning);
  const { KubernetesTarget } = await loading;
  return new KubernetesTarget(
    "kubernetes",
    {
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
      externalAnnotations: externalAnnotations(settings),
      externalSourceRanges: settings.externalSourceRanges,
      podPatches: settings.podTemplates,
      claims,
    },
    { dependsOn },
  );
}

/** @throws SettingsError if the kubeconfig leads to no cluster. */
async function look(settings: Settings, access: ClusterAccess) {
  const [{ accessProblem }, { lookAtCluster }] = await Promise.all([
    import("../../targets/kubernetes/access"),
    import("../../targets/kubernetes/preflight"),
  ]);
  const problem = await accessProblem(access);
  if (problem) {
    const path = { kubeconfig: "kubeconfig", context: "kubernetesContext" }[problem.of];
    throw new SettingsError([{ path, message: problem.message }]);
  }
  const { namespace, createNamespace, retainData: retainNamespace, storageClass } = settings;
  const storage = storedVolumes(settings);
  const isPreview = pulumi.runtime.isDryRun();
  return lookAtCluster(
    access,
    { namespace, createNamespace, retainNamespace, storageClass, storage, hosts: platformHosts },
    // A preview must not wait for a cluster that it can do without.
    { isPreview, limitMilliseconds: isPreview ? 3000 : 15_000 },
  );
}

/** Why a stack that knows of no platform is not deployed over existing workloads. */
async function unknown(
  workloads: readonly string[],
  place: UnknownPlace,
): Promise<string | undefined> {
  // Existing objects are then taken over, which `make recover` does if the state has some of them.
  if (process.env.PULUMI_K8S_UPSERT_EXISTING_OBJECTS === "true" || workloads.length === 0) {
    return undefined;
  }
  if (await hasOutputs()) return undefined;
  return describeUnknown(workloads, place);
}

function refuse({ problems }: Awaited<ReturnType<typeof look>>): void {
  if (problems.length > 0) throw new SettingsError(problems);
}
