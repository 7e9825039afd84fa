import type { Settings } from "../settings";
import type { Target } from "./target";

/**
 * The target that the settings choose. Each one's SDK is loaded only when it is chosen: loading
 * them all would cost every preview most of a second.
 */
export async function createTarget(settings: Settings): Promise<Target> {
  switch (settings.target) {
    case "docker": {
      const { DockerTarget } = await import("./docker");
      return new DockerTarget("docker", {
        network: "kafka-platform",
        namePrefix: settings.namePrefix,
        publishAddress: settings.publishAddress,
        publishedHost: settings.advertisedHost,
      });
    }
    case "kubernetes":
      throw new Error("kafka-platform:target is kubernetes, which is not there yet; use docker");
  }
}
