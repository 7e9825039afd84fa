import type { Settings } from "../settings";
import { hostPorts } from "../settings/host-ports";
import { SettingsError } from "../settings/problems";
import type { Target } from "../targets/target";
import { agree } from "./agree";
import { publishedHost } from "./published-host";

const network = "kafka-platform";

/** See `createTarget`. */
export async function createDockerTarget(settings: Settings): Promise<Target> {
  const { namePrefix, publishAddress } = settings;
  const preparing = prepare(settings);
  const dependsOn = await agree({ target: "docker", namePrefix }, preparing);
  const { DockerTarget, volumes } = await preparing;
  return new DockerTarget(
    "docker",
    { network, namePrefix, publishAddress, publishedHost: publishedHost(settings), volumes },
    { dependsOn },
  );
}

/**
 * Asks the engine, and loads the SDK meanwhile.
 *
 * @throws SettingsError where a port is taken.
 */
async function prepare(settings: Settings) {
  const [{ findPortConflicts }, { listVolumes }] = await Promise.all([
    import("../targets/docker/preflight"),
    import("../targets/docker/volumes"),
  ]);
  const volumes = listVolumes();
  const ports = hostPorts(settings);
  const finding = findPortConflicts(
    ports.map(({ port }) => ({ port, address: settings.publishAddress })),
    `${settings.namePrefix}${network}`,
  );
  const [{ DockerTarget }, conflicts] = await Promise.all([import("../targets/docker"), finding]);
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
