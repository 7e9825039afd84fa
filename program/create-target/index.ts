import type { Settings } from "../../settings";
import type { Locate } from "../../settings/files/locate";
import type { Target } from "../../targets/target";

/**
 * Creates the target that the settings choose, once it is known that the stack's data is where they say: before that,
 * nothing is declared and no other problem is reported. Each target's SDK is loaded only when it is chosen: loading
 * them all would cost every preview most of a second.
 *
 * @param locate Adds the file and the line to a problem.
 * @returns A promise that stays pending if the target is refused: the deployment has then failed with the reason.
 */
export async function createTarget(settings: Settings, locate: Locate): Promise<Target> {
  switch (settings.target) {
    case "docker":
      return (await import("./docker")).createDockerTarget(settings, locate);
    case "kubernetes":
      return (await import("./kubernetes")).createKubernetesTarget(settings, locate);
  }
}
