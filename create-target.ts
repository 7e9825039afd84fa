import type { Settings } from "./settings";
import type { Locate } from "./settings/locate";
import type { Target } from "./targets/target";

/**
 * The target that the settings choose, once the stack's data is known to be where they say: nothing is declared,
 * and no other problem told, before that. Each target's SDK is loaded only when it is chosen: loading them all
 * would cost every preview most of a second.
 *
 * @param locate Says where in a file what is wrong stands.
 * @returns A promise that stays pending where something speaks against it: the deployment has failed with the reason.
 */
export async function createTarget(settings: Settings, locate: Locate): Promise<Target> {
  switch (settings.target) {
    case "docker":
      return (await import("./create-target/docker")).createDockerTarget(settings, locate);
    case "kubernetes":
      return (await import("./create-target/kubernetes")).createKubernetesTarget(settings, locate);
  }
}
