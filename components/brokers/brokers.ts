import { brokerHost } from "../workloads";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { brokersMark } from "../../provider/existing-data";
import { Cluster, InSync } from "../../provider/resources";
import { defaultInSyncReplicas } from "../../kafka/topics/declaration";
import type { Connection } from "../../targets/connection";
import type { ReachableWorkload, Target, Workload, WorkloadArgs } from "../../targets/target";
import { complete, demand } from "../arguments";
import { brokersOptions, type BrokersOptions } from "./arguments";
import { confluentCommand, confluentUser, dataPaths } from "../confluent-images";
import { brokerEnvironment, internalPort } from "./environment";
import { aliveCommand } from "../alive-check";
import { answersApiVersions, safeToStop, waitForRoom } from "./scripts";
import type { ZooKeeper } from "../zookeeper/zookeeper";

/** Arguments of {@link Brokers}. */
export interface BrokersArgs extends BrokersOptions {
  readonly target: Target;
  readonly zooKeeper: ZooKeeper;
  /** The guards that must succeed before anything is created. Default: none. */
  readonly guards?: pulumi.Resource[];
}

type Chosen = z.output<typeof brokersOptions>;

/** The Kafka brokers, and the proof that they form a cluster. */
export class Brokers extends pulumi.ComponentResource {
  public readonly workload: Workload;
  /** Addresses for clients inside the target, separated by commas. */
  public readonly internalBootstrap: string;
  /** Addresses for clients outside the target, separated by commas. */
  public readonly externalBootstrap: string;
  /** Number of brokers. */
  public readonly replicas: number;
  /** Replicas that must be in sync for a message to be accepted, unless the topic says otherwise. */
  public readonly minInSyncReplicas: number;
  /** How the machine that runs the program reaches every broker. */
  public readonly connection: pulumi.Input<Connection>;
  /** Created once every broker has registered and answers requests. */
  public readonly cluster: Cluster;

  constructor(name: string, args: BrokersArgs, options?: pulumi.ComponentResourceOptions) {
    // The type of release 0.1.0. With an alias for another one, an `up` of a part of the stack (--target, --exclude)
    // would leave a state that Pulumi 3.259 cannot read.
    super("kafka-platform:index:Broker", name, {}, options);
    demand(args, ["target", "zooKeeper"], `Brokers ${name}`);
    const { target, zooKeeper, guards = [], ...given } = args;
    const chosen = complete(brokersOptions, given, `Brokers ${name}`);
    this.replicas = chosen.replicas;
    this.minInSyncReplicas = minInSyncReplicas(chosen.settings, chosen.replicas);
    const workload = brokerWorkload(chosen, zooKeeper);
    this.connection = brokersConnection(target, chosen);
    this.workload = target.workload(
      name,
      { ...workload, ...(chosen.replicas > 1 && { beforeReplica: this.turns(name, chosen) }) },
      {
        parent: this,
        guards,
        dependsOn: guards,
        needs: zooKeeper.workload,
      },
    );
    this.internalBootstrap = target
      .hosts(brokerHost, chosen.replicas)
      .map((host) => `${host}:${internalPort}`)
      .join(",");
    this.externalBootstrap = this.workload.outside("external").join(",");
    this.cluster = new Cluster(
      name,
      {
        connection: this.connection,
        brokers: chosen.replicas,
        // The brokers come last: the provider asks them which cluster they belong to.
        instances: [...zooKeeper.workload.instances, ...this.workload.instances],
        timeoutSeconds: chosen.startTimeoutSeconds,
        watched: [this.workload.watched],
      },
      {
        parent: this,
        dependsOn: [zooKeeper, this].flatMap(({ workload }) => workload.resources),
        deletedWith: this.workload.resources[0],
      },
    );
    this.registerOutputs({ bootstrap: this.externalBootstrap, clusterId: this.cluster.clusterId });
  }

  /** Keeps each broker from being replaced while that would take a partition below its minimum. */
  private turns(
    name: string,
    args: Pick<Chosen, "startTimeoutSeconds" | "replicaSyncTimeoutSeconds">,
  ): WorkloadArgs["beforeReplica"] {
    return ({ index, trigger, dependsOn, before }) =>
      new InSync(
        index === 0 ? name : `${name}-${index + 1}`,
        {
          connection: this.connection,
          broker: index + 1,
          trigger,
          startTimeoutSeconds: args.startTimeoutSeconds,
          replicaSyncTimeoutSeconds: args.replicaSyncTimeoutSeconds,
          ...(before && { watched: [before] }),
        },
        { parent: this, dependsOn },
      );
  }
}

/** Replicas that must be in sync for a message to be accepted, unless the topic says otherwise. */
export function minInSyncReplicas(settings: Chosen["settings"], replicas: number): number {
  return Number(settings["min.insync.replicas"] ?? defaultInSyncReplicas(replicas));
}

/** How the machine that runs the program reaches every broker, whether or not it is declared yet. */
export function brokersConnection(target: Target, args: PlaceArgs): pulumi.Input<Connection> {
  return target.connection(
    brokerPlace(args),
    target.usesInternalAddresses ? "internal" : "external",
  );
}

const dataPath = dataPaths.broker.data;

type PlaceArgs = Pick<
  Chosen,
  "replicas" | "publishedPort" | "storageGiB" | "retainData" | "protectData"
>;

/** What is needed to reach the brokers. */
function brokerPlace({ publishedPort, ...args }: PlaceArgs): ReachableWorkload {
  return {
    host: brokerHost,
    replicas: args.replicas,
    ports: [
      { name: "internal", number: internalPort, clients: "any" },
      {
        name: "external",
        number: publishedPort,
        published: publishedPort,
        incrementPerReplica: true,
      },
    ],
    volumes: [
      {
        name: "data",
        path: dataPath,
        sizeGiB: args.storageGiB,
        retain: args.retainData,
        protect: args.protectData,
        origin: { [brokersMark]: String(args.replicas) },
      },
    ],
  };
}

function brokerWorkload(args: Chosen, zooKeeper: ZooKeeper): WorkloadArgs {
  return {
    ...brokerPlace(args),
    image: args.image,
    command: confluentCommand,
    beforeStart: waitForRoom(dataPath),
    userId: confluentUser,
    environment: (replica) =>
      brokerEnvironment(replica, { ...args, zooKeeperConnect: zooKeeper.connect }),
    resources: args.resources,
    health: {
      ready: ["bash", "-c", answersApiVersions],
      alive: aliveCommand(internalPort, answersApiVersions),
      intervalSeconds: 2,
      timeoutSeconds: 5,
      retries: 5,
      startSeconds: 60,
      deadlineSeconds: args.startTimeoutSeconds,
      // A killed broker stays registered for the 18 s of its ZooKeeper session; until then its successor exits at each
      // start.
      restartSeconds: 30,
    },
    // The Cluster resource proves readiness afterwards, broker by broker.
    awaitReady: false,
    // A controlled shutdown moves leaders away and ends the ZooKeeper session; killed instead,
    // the broker stays registered until the session times out and its successor cannot start.
    stopGraceSeconds: 60,
    // In a rolling restart, the broker before this one may still be catching up.
    ...(args.replicas > 1 && {
      beforeStop: {
        // If replicas share the workload's name, it leads to all of them, however many there will be.
        command: safeToStop(["localhost", brokerHost], dataPath),
        timeoutSeconds: args.replicaSyncTimeoutSeconds,
      },
    }),
  };
}
