import type { Port } from "../target";

/** A port of one replica. */
export interface ReplicaPort {
  readonly number: number;
  /** Port on the engine's host, if there is one. */
  readonly published?: number;
}

/**
 * Name of a replica, or of something that belongs to it: the first has the plain name, so adding replicas renames
 * nothing.
 */
export function replicaName(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`;
}

/** Name on the engine of a volume of a replica. */
export function volumeName(host: string, content: string, index: number, prefix: string): string {
  return `${prefix}${replicaName(`${host}-${content}`, index)}`;
}

/** The ports of a replica, by name. */
export function replicaPorts(ports: readonly Port[], index: number): Map<string, ReplicaPort> {
  return new Map(
    ports.map(({ name, number, published, incrementPerReplica }) => [
      name,
      {
        number: incrementPerReplica ? number + index : number,
        ...(published === undefined ? {} : { published: published + index }),
      },
    ]),
  );
}
