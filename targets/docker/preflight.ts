import { once } from "node:events";
import { createServer, isIP } from "node:net";
import { UserError } from "../../common/user-error";
import { engineOf } from "./engine";
import { replicaName } from "./names";
import { answerLimit, openEngine } from "./open-engine";
import { holdersOf, type Publishing, whenItRuns } from "./published-ports";

/** A host port that is to be published. */
export interface WantedPort extends Replica {
  readonly port: number;
  /** IP address on which it is to be published. */
  readonly address: string;
}

/** A replica of a workload. */
export interface Replica {
  /** Host name of the workload's first replica. */
  readonly host: string;
  /** Its index among the workload's replicas, from 0. */
  readonly replica: number;
}

/** Why a port cannot be published, to follow the port's name. */
export interface PortConflict {
  readonly port: number;
  readonly reason: string;
}

/** Identifies the platform's own containers. */
export interface OwnContainers {
  /** Prefix of the containers' names. */
  readonly namePrefix: string;
  /**
   * The workloads' hosts, in the order in which their containers are replaced, and whether the containers of one
   * workload are replaced one by one.
   */
  readonly order: readonly { readonly host: string; readonly oneByOne: boolean }[];
}

/**
 * Finds the ports that something else uses. The provider finds out too late: only after it has removed the container
 * that the new one replaces.
 *
 * @param limitMilliseconds Time for the engine's answer.
 * @throws UserError that says what to do if no engine answers.
 */
export async function findPortConflicts(
  wanted: readonly WantedPort[],
  own: OwnContainers,
  limitMilliseconds = answerLimit,
): Promise<PortConflict[]> {
  const engine = openEngine(limitMilliseconds);
  const containers = await engine.listContainers().catch(({ message }: Error) => {
    const reason =
      message === "socket hang up"
        ? `it closed the connection, or did not answer for ${limitMilliseconds / 1000} s`
        : message;
    throw new UserError(
      `No Docker engine answers at ${process.env.DOCKER_HOST ?? "its default socket"} (${reason}). ` +
        "Start Docker, or set DOCKER_HOST to a running engine; nothing was changed.",
    );
  });
  const publishing = await Promise.all(containers.map((each) => whenItRuns(engine, each)));
  const reasons = await Promise.all(
    wanted.map(async (each) => {
      const holders = holdersOf(each, publishing);
      if (holders.length > 0) {
        return holders
          .map((holder) => holderProblem(each, holder, wanted, own))
          .find((reason) => reason !== undefined);
      }
      return engineOf(process.env).isSocket ? bindProblem(each.port, each.address) : undefined;
    }),
  );
  return wanted.flatMap(({ port }, index) => {
    const reason = reasons[index];
    return reason === undefined ? [] : [{ port, reason }];
  });
}

/** Says why the container that holds a port does not release it in time; undefined if it does. */
export function holderProblem(
  { host, replica }: Replica,
  container: Pick<Publishing, "Names">,
  wanted: readonly Replica[],
  { namePrefix, order }: OwnContainers,
): string | undefined {
  const [, holder = ""] = /^\/?(.*)$/.exec(container.Names[0] ?? "") ?? [];
  const name = (one: Replica) => `${namePrefix}${replicaName(one.host, one.replica)}`;
  const place = (one: Replica) => order.findIndex((each) => each.host === one.host);
  if (holder === name({ host, replica })) return undefined;
  const held = `container ${holder} publishes it`;
  const other = wanted.find((each) => name(each) === holder);
  if (!other) {
    // Containers that are no longer declared are removed last.
    const isOwn = order.some((each) => isReplica(holder, `${namePrefix}${each.host}`));
    return isOwn ? `${held} until it is removed, which happens last` : held;
  }
  const [here, there] = [place({ host, replica }), place(other)];
  const isEarlier =
    there < here || (there === here && order[here]?.oneByOne && other.replica < replica);
  return isEarlier ? undefined : `${held} until it is replaced, which happens after this one`;
}

function isReplica(name: string, first: string): boolean {
  return (
    name === first || (name.startsWith(`${first}-`) && /^\d+$/.test(name.slice(first.length + 1)))
  );
}

async function bindProblem(port: number, address: string): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host: address, exclusive: true, ipv6Only: isIP(address) === 6 });
    await once(server, "listening");
    return undefined;
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case "EADDRINUSE":
        return `${address}:${port} is in use, by another process or by a connection that has just ended`;
      case "EADDRNOTAVAIL":
        return `${address} is not an address of this machine`;
      default:
        // The engine may be allowed what this process is not, such as ports below 1024.
        return undefined;
    }
  } finally {
    server.close();
  }
}
