import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../../settings";
import { engineProblems } from "../../settings/rules/engine";
import { cpusFitTheEngine } from "../../settings/rules/containers";
import { heapsFitTheEngine } from "../../settings/rules/heaps";
import { hostPorts } from "../../settings/host-ports";
import type { Locate } from "../../settings/files/locate";
import { replicasOf, services, storedVolumes } from "../../settings/services";
import { SettingsError } from "../../settings/problems";
import type { Target } from "../../targets/target";
import { replicaName, volumeName } from "../../targets/docker/names";
import type { EngineVolume } from "../../targets/docker/volumes";
import { UserError } from "../../common/user-error";
import { agree } from "./agree";
import { network } from "./docker-network";
import { hasOutputs } from "./known";
import { publishedHost } from "./published-host";

type FoundVolumes = Promise<readonly EngineVolume[] | undefined>;

/** The order in which containers are replaced. */
const order = services.map(({ host, rolls }) => ({ host, oneByOne: rolls }));

/** See `createTarget`. */
export async function createDockerTarget(settings: Settings, locate: Locate): Promise<Target> {
  const { namePrefix, publishAddress } = settings;
  const allowed = refuseOtherEngine(settings);
  const found = allowed.then(
    async () => (await import("../../targets/docker/volumes")).listVolumes(),
    // The other promises report why.
    () => undefined,
  );
  const names = allowed.then(() => judgeNames(settings, found));
  const preparing = allowed.then(() => prepare(settings, names, found));
  const dependsOn = await agree(
    { target: "docker", namePrefix },
    preparing,
    names.then(
      ({ unknown }) => unknown,
      () => undefined,
    ),
    locate,
  );
  const { DockerTarget, volumes } = await preparing;
  return new DockerTarget(
    "docker",
    {
      stack: pulumi.getStack(),
      network,
      namePrefix,
      publishAddress,
      publishedHost: publishedHost(settings),
      containerPatches: settings.containers,
      volumes,
    },
    { dependsOn },
  );
}

/**
 * Refuses an engine that is not where the addresses or the provider's configuration say, before anything asks it.
 *
 * @throws SettingsError, or UserError if it is the provider's configuration.
 */
async function refuseOtherEngine(settings: Settings): Promise<void> {
  const { engineOf, otherEngineProblem } = await import("../../targets/docker/engine");
  const config = new pulumi.Config("docker");
  const other = otherEngineProblem(
    { host: config.get("host"), context: config.get("context") },
    process.env,
  );
  if (other !== undefined) throw new UserError(`${other}. Nothing was changed.`);
  const { address, machine } = engineOf(process.env);
  const elsewhere = machine === undefined ? [] : engineProblems(settings, { address, machine });
  if (elsewhere.length > 0) throw new SettingsError(elsewhere);
}

/** Why the names cannot be used: `known` if the stack knows of a platform, `unknown` if it does not. */
async function judgeNames(settings: Settings, volumes: FoundVolumes) {
  const { describeStrangers, describeUnknown, strangers } =
    await import("../../targets/docker/taken");
  const [found, foreign] = await Promise.all([taken(settings), foreignVolumes(settings, volumes)]);
  if (found.length === 0 && foreign.names.length === 0) return {};
  const stack = pulumi.getStack();
  if (!(await hasOutputs())) {
    if (foreign.names.length > 0) void pulumi.log.warn(foreign.describe(stack));
    return found.length > 0 ? { unknown: describeUnknown(found, stack) } : {};
  }
  const others = strangers(found, stack);
  return others.length === 0 ? {} : { known: describeStrangers(others, settings.namePrefix) };
}

/** The volumes that the platform would use as its own although no stack of this project made them. */
async function foreignVolumes(settings: Settings, all: FoundVolumes) {
  const { describeForeign, isForeign } = await import("../../targets/docker/volumes");
  const wanted = storedVolumes(settings).flatMap(({ host, replicas, volumes }) =>
    volumes.flatMap((content) =>
      Array.from({ length: replicas }, (_, index) =>
        volumeName(host, content, index, settings.namePrefix),
      ),
    ),
  );
  const found = ((await all) ?? []).filter((volume) => wanted.includes(volume.name));
  const names = found.filter(isForeign).map(({ name }) => name);
  return { names: names.sort(), describe: (stack: string) => describeForeign(names, stack) };
}

async function taken(settings: Settings) {
  const { findTakenNames } = await import("../../targets/docker/taken");
  const names = services.flatMap((service) =>
    Array.from({ length: replicasOf(service, settings) ?? 0 }, (_, index) =>
      replicaName(service.host, index),
    ),
  );
  const { namePrefix } = settings;
  const taken = new Set(names.map((name) => `${namePrefix}${name}`));
  return findTakenNames((name) => taken.has(name), `${namePrefix}${network}`);
}

/**
 * Asks the engine, and loads the SDK at the same time.
 *
 * @throws SettingsError if a port or a name is taken, or there is no room for a Java heap.
 */
async function prepare(
  settings: Settings,
  names: ReturnType<typeof judgeNames>,
  volumes: FoundVolumes,
) {
  const [{ findPortConflicts }, { engineCapacity }] = await Promise.all([
    import("../../targets/docker/preflight"),
    import("../../targets/docker/capacity"),
  ]);
  const ports = hostPorts(settings);
  const finding = findPortConflicts(
    ports.map(({ host, port, replica }) => ({
      ...{ host, port, replica },
      address: settings.publishAddress,
    })),
    { namePrefix: settings.namePrefix, order },
  );
  const [{ DockerTarget }, conflicts, { memoryMiB = Infinity, cpus = Infinity }, { known }] =
    await Promise.all([import("../../targets/docker"), finding, engineCapacity(), names]);
  const problems = [
    ...conflicts.map(({ port, reason }) => ({
      path: ports.find((each) => each.port === port)?.path ?? "",
      message: `uses host port ${port}, but ${reason}; set another port, or free this one`,
    })),
    ...heapsFitTheEngine(settings, memoryMiB),
    ...cpusFitTheEngine(settings, cpus),
  ];
  if (known) problems.push({ path: "namePrefix", message: known });
  if (problems.length > 0) throw new SettingsError(problems);
  return { DockerTarget, volumes };
}
