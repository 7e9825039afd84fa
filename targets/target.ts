import type * as pulumi from "@pulumi/pulumi";
import type { Watched } from "./readiness/watched";
import type { Reach } from "./reach";

/**
 * A place where workloads run. A target knows how something is deployed and
 * nothing of what it is: it could host any long-running service.
 */
export interface Target {
  /** Whether the machine that runs the program reaches workloads as one of them does (`inside`), or by published ports alone. */
  readonly vantage: "inside" | "outside";

  /** Whether the machine that runs the program, by {@link reach}, and people, by forwards, get to a port on which a replica listens for itself alone. */
  readonly reachesLoopback: boolean;

  /** What volumes keep for good, where they have a size and a class. Absent: they have neither. */
  readonly layout?: VolumeLayout;

  /**
   * Declares what workloads share, once, before the first of them.
   *
   * @param dependsOn What has to be there before anything is made.
   */
  prepare(dependsOn: pulumi.Resource[]): void;

  /** Names under which the replicas of a workload reach each other and are reached by other workloads, in order. */
  hosts(host: string, replicas: number): string[];

  /** How the machine that runs the program reaches a port of every replica of a workload, declared or not yet. */
  reach(args: ReachedWorkload, port: string): pulumi.Input<Reach>;

  /**
   * The command with which a person removes the data of these workloads that a destroyed stack has left, all of it.
   *
   * @param storage What {@link Workload.storage} names, of every workload.
   */
  removal(storage: readonly string[]): string;

  /**
   * What is there of a workload's volumes before anything is deployed, by the names under which its replicas
   * would take them over, without those that have never held anything, where the target tells; undefined where it
   * cannot be asked.
   *
   * @param contents What the volumes hold: {@link VolumeArgs.name}.
   */
  found(
    host: string,
    contents: readonly string[],
  ): pulumi.Input<readonly FoundVolume[] | undefined>;

  /** Name of the volume of a replica of a number, from 1, as {@link found} would have it. */
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

/** What has to be known of a workload to reach it. */
export type ReachedWorkload = Pick<WorkloadArgs, "host" | "replicas" | "ports" | "volumes">;

/** What is to run. */
export interface WorkloadArgs {
  /** Host name of the first replica; the others' names derive from it. */
  readonly host: string;
  /** Image reference, such as `registry/name:tag`. */
  readonly image: string;
  /** Number of equal instances, from 1. Each has volumes, a host name and an environment of its own. */
  readonly replicas: number;
  /** Program and arguments that the image starts, for whoever has to do something in the replica first. */
  readonly command: readonly string[];
  /** Lines for bash that a replica runs, each time it is started, before the command. Default: none. */
  readonly beforeStart?: string;
  /** Numeric id of the user that it runs as; not 0. */
  readonly userId: number;
  /** Environment variables of a replica. */
  readonly environment: (replica: Replica) => Readonly<Record<string, string>>;
  /** Environment variables that nobody may read off the deployment, the same for every replica. Default: none. */
  readonly secretEnvironment?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly ports: readonly Port[];
  readonly volumes: readonly VolumeArgs[];
  readonly health: HealthCheck;
  /**
   * Whether a replica counts as created only once it is ready. False where something else proves that, and the
   * target can do without: its replicas then need not come up one after the other. Default: true.
   */
  readonly awaitReady?: boolean;
  readonly resources: Resources;
  /** Time in seconds that a replica gets to end by itself when it is stopped, before it is killed. */
  readonly stopGraceSeconds: number;
  /** What a replica waits for before it is stopped, on a target that asks the replica itself. Default: nothing. */
  readonly beforeStop?: StopCheck;
  /**
   * What a replica waits for before it is made, or made anew, on a target whose replicas the program itself
   * replaces. With it they are made one after the other, otherwise together. Default: nothing.
   */
  readonly beforeReplica?: (turn: ReplicaTurn) => pulumi.Resource;
}

/** The turn of one replica among those that are made one after the other. */
export interface ReplicaTurn {
  /** Its place, from 0. */
  readonly index: number;
  /** Changes whenever what the replica is made of does, and with it the replica. */
  readonly trigger: pulumi.Input<string>;
  /** What must be there first, the replica before it included. */
  readonly dependsOn: pulumi.Resource[];
  /** The replica before it. Absent: it is the first. */
  readonly before?: Watched;
}

/**
 * One replica of a workload, as text for its environment. A target may give placeholders that it
 * fills in later: what is made of them must contain them as they are.
 */
export interface Replica {
  /** Its number, from 1. */
  readonly number: string;
  /** Name under which other workloads reach it. */
  readonly host: string;
  /**
   * The failure zone that it runs in, such as a part of a data centre; undefined where the target has none. It
   * is known when the replica starts: a variable with it is left out where the replica then has no zone.
   */
  readonly zone?: string;
  /** `host:port` under which clients outside the target reach a port; undefined where they cannot. */
  readonly outside: (port: string) => string | undefined;
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
  /** Whether `published` is for the person at this very machine: a target that is elsewhere opens no such port. Default: false. */
  readonly localOnly?: boolean;
  /** Whether `number` grows by one with each replica as `published` does, for addresses that clients are told. Default: false. */
  readonly growsWithReplica?: boolean;
  /** Hosts of the workloads that may connect, where the target can tell: `any` is every workload. Default: the workload itself. */
  readonly clients?: readonly string[] | "any";
}

/** What a replica needs of the machine. */
export interface Resources {
  /** Share of a processor that is set aside, in thousandths. */
  readonly cpuMillicores: number;
  /** Memory that is set aside and that it may not exceed, in MiB. */
  readonly memoryMiB: number;
}

/** Storage that outlives the replica it belongs to. */
export interface VolumeArgs {
  /** What it holds, such as `data`: together with the workload's names it makes the volume's. */
  readonly name: string;
  /** Where the replica finds it: an absolute path. */
  readonly path: string;
  /** Size in GiB, where the target has sizes. */
  readonly sizeGiB: number;
  /** Whether it stays, with its data, when the stack is destroyed. */
  readonly retain: boolean;
  /** Whether whatever would delete or replace it is refused as a whole. */
  readonly protect: boolean;
  /** What its data is made with, recorded beside the data when the volume is made, and never changed. Default: nothing. */
  readonly origin?: Readonly<Record<string, string>>;
}

/** A volume that is there before anything is deployed. */
export interface FoundVolume {
  /** Its name, as a person who looks after the target knows it. */
  readonly name: string;
  /** Number of the replica that would take it over, from 1. */
  readonly replica: number;
  /** {@link VolumeArgs.origin} of when it was made; empty where nothing was recorded. */
  readonly origin: Readonly<Record<string, string>>;
}

/** What of a target's settings volumes do not take a change of. */
export interface VolumeLayout {
  /** Class of the volumes. Empty: the target's default. */
  readonly storageClass: string;
  /** Whether the namespace that they are in comes and goes with the stack. */
  readonly createNamespace: boolean;
}

/** How to find out whether a replica does its work, and whether it ever will. */
export interface HealthCheck {
  /** Program and arguments, run inside the replica: exit status 0 means that it serves. */
  readonly ready: readonly string[];
  /**
   * Program and arguments, run inside the replica: exit status 0 means that its process lives and gets on, if
   * only with its start. Long failure gets the replica killed on a target that does so. Default: `ready`.
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
   * Time in seconds in which a replica that ends and is started again may still be starting as it should. After it,
   * three failed starts fail the deployment. Default: 0.
   */
  readonly restartSeconds?: number;
}

/** What holds up the stop of a replica, as long as not all replicas of its workload are taken away. */
export interface StopCheck {
  /**
   * Program and arguments, run inside the replica again and again: exit status 0 means that it may stop;
   * otherwise its last line says what it waits for.
   */
  readonly command: readonly string[];
  /** Time in seconds after which the replica is stopped all the same. */
  readonly timeoutSeconds: number;
}

/** Resource options of a workload. */
export interface WorkloadOptions {
  readonly parent: pulumi.Resource;
  /** Resources that must be there, and ready, first. */
  readonly dependsOn?: pulumi.Resource[];
  /**
   * Resources that must be there before a volume is made. A workload is none of them: a destroy that spares a
   * protected volume spares what that depends on.
   */
  readonly guards?: pulumi.Resource[];
}

/** A declared workload. */
export interface Workload {
  /** One id a replica; it changes when the replica is made anew. */
  readonly instances: pulumi.Output<string>[];
  /** How its replicas are looked at by whoever waits for them. */
  readonly watched: pulumi.Input<Watched>;
  /** What must be there before the workload counts as ready. */
  readonly resources: pulumi.Resource[];
  /** The volumes that hold its data, where they can be resized. */
  readonly volumes: pulumi.Resource[];
  /** Where its data is, as a person who looks after the target names it: one name a volume. */
  readonly storage: readonly string[];
  /** Where clients outside find a port: one `host:port` a replica. */
  readonly outside: (port: string) => string[];
  /** What has to be opened, and kept open, on a person's machine for these addresses to answer there; nothing where they are open. */
  readonly forwards: (port: string) => Forward[];
}

/** A port of a person's machine that leads to a workload. */
export interface Forward {
  readonly port: number;
  /** `host:port` that it leads to, as in {@link Reach}. */
  readonly to: string;
  /** Command that opens it, for a person who has the target's own tool. */
  readonly command: string;
}
