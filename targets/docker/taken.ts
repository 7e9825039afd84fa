import { openEngine } from "./open-engine";
import { stackLabel } from "./own-label";

/** Something on the engine whose name the platform would use. */
export interface TakenName {
  readonly kind: "container" | "network";
  readonly name: string;
  /** The stack that it is labeled with; undefined if it has no such label. */
  readonly stack: string | undefined;
  /** Whether it is the platform's network, or on it. */
  readonly isOnNetwork: boolean;
}

/** Time that a broker gets for a clean shutdown, in seconds. */
const stopSeconds = 60;

/**
 * What exists under the platform's names, no matter who made it; nothing if the engine does not answer.
 *
 * @param isTaken Whether the platform would give a container this name.
 */
export async function findTakenNames(
  isTaken: (container: string) => boolean,
  network: string,
): Promise<TakenName[]> {
  const engine = openEngine();
  try {
    const [all, networks] = await Promise.all([
      engine.listContainers({ all: true }),
      engine.listNetworks(),
    ]);
    return [
      ...all.map(({ Names: names, Labels: labels, NetworkSettings: { Networks: on } }) => ({
        kind: "container" as const,
        // Names by which other containers link to it have more slashes.
        name: names.map((each) => each.slice(1)).find(isTaken) ?? "",
        stack: labels[stackLabel],
        isOnNetwork: network in on,
      })),
      ...networks.map(({ Name: name, Labels: labels }) => ({
        kind: "network" as const,
        name: name === network ? name : "",
        stack: (labels as Record<string, string> | null | undefined)?.[stackLabel],
        isOnNetwork: name === network,
      })),
    ]
      .filter(({ name }) => name !== "")
      .sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name));
  } catch {
    return [];
  }
}

/** The taken names that this stack did not create. What releases before the label created is on the network. */
export function strangers(taken: readonly TakenName[], stack: string): TakenName[] {
  return taken.filter(
    (each) => each.stack !== stack && !(each.stack === undefined && each.isOnNetwork),
  );
}

/** Why containers of others are in the way, and what to do, to follow `namePrefix`. */
export function describeStrangers(found: readonly TakenName[], namePrefix: string): string {
  return (
    `is "${namePrefix}", and the engine has ${listed(found)} under one of the platform's names, not created by this ` +
    "stack; rename or remove what exists"
  );
}

/** Why a stack that knows of no platform does not deploy over what exists, and what to do. */
export function describeUnknown(found: readonly TakenName[], stack: string): string {
  const names = (kind: TakenName["kind"]) =>
    found.flatMap((each) => (each.kind === kind ? [each.name] : [])).join(" ");
  const [containers, network] = [names("container"), names("network")];
  // Named volumes stay.
  const removal = [
    ...(containers
      ? [`docker stop -t ${stopSeconds} ${containers}`, `docker rm --volumes ${containers}`]
      : []),
    ...(network ? [`docker network rm ${network}`] : []),
  ].join(" && ");
  return (
    `the state of the stack ${stack} contains no platform, but there ${found.length === 1 ? "is" : "are"} ` +
    `${listed(found)} on the Docker engine. Nothing was changed.\n` +
    "  Created by another checkout or program, and in use: set namePrefix and other ports.\n" +
    "  This stack's, whose state was lost: restore the state (`pulumi stack import`); or remove all but the volumes, " +
    `which \`make up STACK=${stack}\` takes over with every message: ${removal}\n` +
    `  No longer used: remove it with the same command, then its data with \`make remove-data STACK=${stack}\``
  );
}

function listed(found: readonly TakenName[]): string {
  return found
    .map(({ kind, name, stack }) => `${kind} ${name}${stack ? ` (of stack ${stack})` : ""}`)
    .join(", ");
}
