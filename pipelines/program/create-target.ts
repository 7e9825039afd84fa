import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../common/user-error";
import type { Problem } from "../../settings/problems";
import type { Target } from "../../targets/target";
import { settingsError } from "../settings";
import { partsOf } from "../settings/parts";
import type { Settings } from "../settings/schema";
import type { Platform } from "./platform";

/**
 * Creates the target next to the platform, once it is known that nothing is in the way there.
 *
 * @throws SettingsError if a port or a name is taken, UserError if the place cannot be reached.
 */
export async function createTarget(settings: Settings, { place }: Platform): Promise<Target> {
  switch (place.target) {
    case "docker": {
      const [{ DockerTarget }, problems] = await Promise.all([
        import("../../targets/docker"),
        inTheWay(settings, place.namePrefix),
      ]);
      if (problems.length > 0) throw settingsError(problems);
      const { namePrefix, network: existingNetwork } = place;
      return new DockerTarget("docker", { namePrefix, existingNetwork, stack: stackLabel() });
    }
    case "kubernetes": {
      const { namespace: ofPlatform, kubeconfig, context, storageClass, imagePullSeconds } = place;
      const { namespace, retainData } = settings;
      // A volume over the image's own folder conf is empty there.
      if (settings.nifi) {
        const message = "is true, but the platform is on Kubernetes; must be false there";
        throw settingsError([{ path: "nifi", message }]);
      }
      if (namespace === ofPlatform) {
        const message = `is ${namespace}, which is the platform's; must be another namespace`;
        throw settingsError([{ path: "namespace", message }]);
      }
      const [{ KubernetesTarget }, { accessProblem }] = await Promise.all([
        import("../../targets/kubernetes"),
        import("../../targets/kubernetes/access"),
      ]);
      const problem = await accessProblem({ kubeconfig, context });
      if (problem) throw new UserError(`The cluster of the platform: ${problem.message}`);
      return new KubernetesTarget("kubernetes", {
        ...{ context, storageClass, imagePullSeconds },
        ...{ namespace, retainNamespace: retainData },
        ...(kubeconfig && { kubeconfig: pulumi.secret(kubeconfig) }),
      });
    }
  }
}

/** What containers and volumes are labeled with: a platform's stack of the same name must not take them for its own. */
function stackLabel(): string {
  return `pipelines/${pulumi.getStack()}`;
}

/** What else uses the ports and names of the parts. */
async function inTheWay(settings: Settings, namePrefix: string): Promise<Problem[]> {
  const [{ findPortConflicts }, { findTakenNames }] = await Promise.all([
    import("../../targets/docker/preflight"),
    import("../../targets/docker/taken"),
  ]);
  const parts = partsOf(settings);
  const order = parts.map(({ host }) => ({ host, oneByOne: false }));
  const wanted = parts.flatMap(({ host, portKey: path }) =>
    path ? [{ host, path, port: settings[path], replica: 0, address: "127.0.0.1" }] : [],
  );
  const own = new Set(parts.map(({ host }) => `${namePrefix}${host}`));
  const [conflicts, taken] = await Promise.all([
    findPortConflicts(wanted, { namePrefix, order }),
    findTakenNames((name) => own.has(name), ""),
  ]);
  const strangers = taken.filter(
    ({ kind, stack }) => kind === "container" && stack !== stackLabel(),
  );
  return [
    ...conflicts.map(({ port, reason }) => ({
      path: wanted.find((each) => each.port === port)?.path ?? "",
      message: `uses host port ${port}, but ${reason}; set another port, or free this one`,
    })),
    ...strangers.map(({ name }) => ({
      path: "platformStack",
      message: `points to an engine that already has a container ${name}, not created by this stack; remove or rename it`,
    })),
  ];
}
