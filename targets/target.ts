import type * as pulumi from "@pulumi/pulumi";
import type { Watched } from "./readiness/watched";
import type { Connection } from "./connection";

/**
 * A place where workloads run. A target knows how something is deployed and nothing about what it is: it could host any
 * long-running service.
 */
export interface Target {
  /**
   * Whether the machine that runs the program connects to workloads at the addresses at which they reach each other.
   * False: only through published ports.
   */
  readonly usesInternalAddresses: boolean;

  /**
   * Whether the machine that runs the program, through {@link reach}, and people, through forwards, can connect to a
   * port that a replica opens only on its own loopback address.
   */
  readonly reachesLoopback: boolean;

  /** What can never change for a volume, if volumes have a size and a class. Absent: they have neither. */
  readonly layout?: VolumeLayout;

  /**
   * Declares what workloads share, once, before the first of them. Without it, the first workload does, and waits for
   * nothing.
   *
   * @param dependsOn What must exist before anything is created.
   */
  prepare(dependsOn: pulumi.Resource[]): void;

  /** Names under which the replicas of a workload reach each other and are reached by other workloads, in order. */
  hosts(host: string, replicas: number): string[];

  /** How the machine that runs the program reaches a port of every replica of a workload, even if not declared yet. */
  connection(args: ReachableWorkload, port: string): pulumi.Input<Connection>;

  /**
   * The command with which a person removes all the data that a destroyed stack has left of these workloads.
   *
   * @param storage What {@link Workload.storage} names, of every workload.
   */
  removal(storage: readonly string[]): string;

  /**
   * The volumes of a workload that exist before anything is deployed, under the names by which its replicas would take
   * them over. Volumes that have never held anything are left out, if the target can tell. Undefined if the target
   * cannot be asked.
   *
   * @param contents What the volumes hold: {@link VolumeArgs.name}.
   */
  found(
    host: string,
    contents: readonly string[],
  ): pulumi.Input<readonly FoundVolume[] | undefined>;

  /** Name of the volume of the replica with this number, from 1, as {@link found} returns it. */
  volumeName(host: string, content: string, replica: number): string;

  /** The command with which a person removes these volumes, and nothing else. */
  volumeRemoval(names: readonly string[]): string;

  /**
   * Declares a workload whose resources are children of `options.parent`. Its replicas count as
   * created once their health checks pass.
   *
   * @param name Resource name of the first replica's main resource; the others' names derive from it.
   */
  workload(name: string, args: WorkloadArgs, options: WorkloadOptions): Workload;
}

/** What is needed to reach a workload. */
export type ReachableWorkload = Pick<WorkloadArgs, "host" | "replicas" | "ports" | "volumes">;

/** What is to run. */
export interface WorkloadArgs {
  /** Host name of the first replica; the others' names derive from it. */
  readonly host: string;
  /** Image reference, such as `registry/name:tag`. */
  readonly image: string;
  /** Number of identical instances, from 1. Each has its own volumes, host name and environment. */
  readonly replicas: number;
  /** Program and arguments that the image starts, for targets that have to do something in the replica first. */
  readonly command: readonly string[];
  /** Lines for bash that a replica runs before the command each time it starts. Default: none. */
  readonly beforeStart?: string;
  /** Arguments for the image's entry point, if nothing comes before the start. Default: the image's own. */
  readonly args?: readonly string[];
  /** Numeric id of the user that it runs as; not 0. */
  readonly userId: number;
  /**
   * Whether it runs as that user even where the image may choose: for an image that starts as root and drops its rights
   * by itself, which it could not do without capabilities. Default: false.
   */
  readonly setsUser?: boolean;
  /** Files that a replica finds when it starts; it is replaced when one changes. Default: none. */
  readonly files?: readonly FileArgs[];
  /** Environment variables of a replica. */
  readonly environment: (replica: Replica) => Readonly<Record<string, string>>;
  /** Environment variables that must not be readable in the deployment, the same for every replica. Default: none. */
  readonly secretEnvironment?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly ports: readonly Port[];
  readonly volumes: readonly VolumeArgs[];
  readonly health: HealthCheck;
  /**
   * Whether a replica counts as created only once it is ready. False if something else proves that it is, and the
   * target does not need this: its replicas then need not start one after the other. Default: true.
   */
  readonly awaitReady?: boolean;
  readonly resources: Resources;
  /**
   * Whether a changed replica may start only after the one that it replaces has ended. With volumes it always does.
   * Default: false.
   */
  readonly neverTwice?: boolean;
  /** Time in seconds that a replica gets to end by itself when it is stopped, before it is killed. */
  readonly stopGraceSeconds: number;
  /** What a replica waits for before it is stopped, on targets that ask the replica itself. Default: nothing. */
  readonly beforeStop?: StopCheck;
  /**
   * What a replica waits for before it is created or replaced, on targets where the program itself replaces replicas.
   * With it, replicas are created one after the other, otherwise together. Default: nothing.
   */
  readonly beforeReplica?: (turn: ReplicaTurn) => pulumi.Resource;
}

/** The turn of one replica among those that are created one after the other. */
export interface ReplicaTurn {
  /** Its index, from 0. */
  readonly index: number;
  /** Changes whenever the replica's definition does, and the replica with it. */
  readonly trigger: pulumi.Input<string>;
  /** What must exist first, including the previous replica. */
  readonly dependsOn: pulumi.Resource[];
  /** The previous replica. Absent: this is the first. */
  readonly before?: Watched;
}

/**
 * One replica of a workload, as text for its environment. A target may use placeholders that it fills in later: values
 * built from them must contain them unchanged.
 */
export interface Replica {
  /** Its number, from 1. */
  readonly number: string;
  /** Name under which other workloads reach it. */
  readonly host: string;
  /**
   * The failure zone that it runs in, such as a part of a data center; undefined if the target has none. It is known
   * when the replica starts: a variable that contains it is left out if the replica has no zone then.
   */
  readonly zone?: string;
  /** `host:port` under which clients outside the target reach a port; undefined if they cannot. */
  readonly outside: (port: string) => string | undefined;
}

/** A file in a replica, which cannot write it. */
export interface FileArgs {
  /** Absolute path, in a folder that no volume is mounted on. */
  readonly path: string;
  /** Its text; a secret stays one. */
  readonly content: pulumi.Input<string>;
}

/** A TCP port on which a workload listens. */
export interface Port {
  /** Names the port among the workload's ports. */
  readonly name: string;
  readonly number: number;
  /**
   * Port under which clients outside the target reach the first replica, if the target opens one;
   * each further replica takes the next. Default: none.
   */
  readonly published?: number;
  /**
   * Whether `published` is only for the person at this machine: a target on another machine opens no such port.
   * Default: false.
   */
  readonly localOnly?: boolean;
  /**
   * Whether `number` grows by one with each replica as `published` does, for addresses that are advertised to clients.
   * Default: false.
   */
  readonly incrementPerReplica?: boolean;
  /**
   * Hosts of the workloads that may connect, if the target can distinguish them: `any` is every workload. Default: the
   * workload itself.
   */
  readonly clients?: readonly string[] | "any";
}

/** What a replica needs from its machine. */
export interface Resources {
  /** Reserved share of a processor, in thousandths. */
  readonly cpuMillicores: number;
  /** Memory that is reserved and that it may not exceed, in MiB. */
  readonly memoryMiB: number;
}

/** Storage that outlives the replica it belongs to. */
export interface VolumeArgs {
  /** What it holds, such as `data`: together with the workload's names, this forms the volume's name. */
  readonly name: string;
  /** Where it is mounted in the replica: an absolute path. */
  readonly path: string;
  /** Size in GiB, if the target's volumes have sizes. */
  readonly sizeGiB: number;
  /** Whether it stays, with its data, when the stack is destroyed. */
  readonly retain: boolean;
  /** Whether anything that would delete or replace it is refused as a whole. */
  readonly protect: boolean;
  /** What its data was created with, recorded on the volume when it is created, and never changed. Default: nothing. */
  readonly origin?: Readonly<Record<string, string>>;
}

/** A volume that exists before anything is deployed. */
export interface FoundVolume {
  /** Its name, as the target's administrator knows it. */
  readonly name: string;
  /** Number of the replica that would take it over, from 1. */
  readonly replica: number;
  /** {@link VolumeArgs.origin} when it was created; empty if nothing was recorded. */
  readonly origin: Readonly<Record<string, string>>;
}

/** The target's settings that cannot change for existing volumes. */
export interface VolumeLayout {
  /** Class of the volumes. Empty: the target's default. */
  readonly storageClass: string;
  /** Whether the namespace that they are in is created and deleted with the stack. */
  readonly createNamespace: boolean;
}

/** How to find out whether a replica does its work, and whether it ever will. */
export interface HealthCheck {
  /** Program and arguments, run inside the replica: exit status 0 means that it serves. */
  readonly ready: readonly string[];
  /**
   * Program and arguments, run inside the replica: exit status 0 means that its process is alive and makes progress,
   * even if it is only starting. If it fails for long, targets that can kill the replica do so. Default: `ready`.
   */
  readonly alive?: readonly string[];
  /** Time between two checks, in seconds. */
  readonly intervalSeconds: number;
  /** Time after which a check counts as failed, in seconds. */
  readonly timeoutSeconds: number;
  /** Number of failed checks in a row after which the replica is unhealthy. */
  readonly retries: number;
  /** Time after the start in which failed checks do not count, in seconds. */
  readonly startSeconds: number;
  /** Time that a new replica has to become healthy before its deployment fails, in seconds. */
  readonly deadlineSeconds: number;
  /**
   * Time in seconds in which it is normal for a starting replica to end and be started again. After it, three failed
   * starts fail the deployment. Default: 0.
   */
  readonly restartSeconds?: number;
}

/** What delays the stop of a replica, unless all replicas of its workload are being removed. */
export interface StopCheck {
  /**
   * Program and arguments, run inside the replica repeatedly: exit status 0 means that it may stop; otherwise its last
   * line says what it waits for.
   */
  readonly command: readonly string[];
  /** Time in seconds after which the replica is stopped anyway. */
  readonly timeoutSeconds: number;
}

/** Resource options of a workload. */
export interface WorkloadOptions {
  readonly parent: pulumi.Resource;
  /** Resources that must exist and be ready first. */
  readonly dependsOn?: pulumi.Resource[];
  /**
   * A workload that the replicas wait for by themselves when they start, so that both are created together. Replicas
   * that run are replaced only once it is ready. Default: none.
   */
  readonly needs?: Workload;
  /**
   * Resources that must exist before a volume is created. A workload is never one of them: a destroy that spares a
   * protected volume also spares what that volume depends on.
   */
  readonly guards?: pulumi.Resource[];
}

/** A declared workload. */
export interface Workload {
  /** One id per replica; it changes when the replica is replaced. */
  readonly instances: pulumi.Output<string>[];
  /** How to look at its replicas while waiting for them. */
  readonly watched: pulumi.Input<Watched>;
  /** Its replicas, or what creates them, ready or not. */
  readonly created: pulumi.Resource[];
  /** Time in seconds that its replicas get to become ready after a change. */
  readonly updateSeconds: number;
  /** What must exist before the workload counts as ready. */
  readonly resources: pulumi.Resource[];
  /** The volumes that hold its data, if they can be resized. */
  readonly volumes: pulumi.Resource[];
  /** Where its data is, as the target's administrator names it: one name per volume. */
  readonly storage: readonly string[];
  /** Where clients outside find a port: one `host:port` per replica. */
  readonly outside: (port: string) => string[];
  /**
   * The forwards that a person has to open, and keep open, on a machine for these addresses to answer there; none if
   * they are open already.
   */
  readonly forwards: (port: string) => Forward[];
}

/** A port on a person's machine that leads to a workload. */
export interface Forward {
  readonly port: number;
  /** `host:port` that it leads to, as in {@link Connection}. */
  readonly to: string;
  /** Command that opens it, for a person who has the target's own tool. */
  readonly command: string;
}
