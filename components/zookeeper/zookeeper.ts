import { brokerHost, zooKeeperHost } from "../workloads";
import * as pulumi from "@pulumi/pulumi";
import { serversMark } from "../../provider/existing-data";
import type { Replica, Target, Workload } from "../../targets/target";
import { aliveCommand } from "../alive-check";
import { complete, demand } from "../arguments";
import { zooKeeperOptions, type ZooKeeperOptions } from "./arguments";
import { settingVariables } from "./settings";
import { confluentCommand, confluentUser, dataPaths, heapOptions } from "../confluent-images";

/** Arguments of {@link ZooKeeper}. */
export interface ZooKeeperArgs extends ZooKeeperOptions {
  readonly target: Target;
  /** The guards that must succeed before anything is created. Default: none. */
  readonly guards?: pulumi.Resource[];
}

const clientPort = 2181;

/** The ZooKeeper ensemble that keeps the brokers' metadata. */
export class ZooKeeper extends pulumi.ComponentResource {
  public readonly workload: Workload;
  /** What brokers connect to: `host:port` of each server, separated by commas. */
  public readonly connect: string;

  constructor(name: string, args: ZooKeeperArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-platform:index:ZooKeeper", name, {}, options);
    demand(args, ["target"], `ZooKeeper ${name}`);
    const { target, guards = [], ...given } = args;
    const chosen = complete(zooKeeperOptions, given, `ZooKeeper ${name}`);
    const storage = {
      sizeGiB: chosen.storageGiB,
      retain: chosen.retainData,
      protect: chosen.protectData,
      origin: { [serversMark]: String(chosen.replicas) },
    };
    const hosts = target.hosts(zooKeeperHost, chosen.replicas);
    this.connect = hosts.map((host) => `${host}:${clientPort}`).join(",");
    this.workload = target.workload(
      name,
      {
        host: zooKeeperHost,
        image: chosen.image,
        replicas: chosen.replicas,
        environment: (replica) => zooKeeperEnvironment(replica, hosts, chosen),
        command: confluentCommand,
        userId: confluentUser,
        ports: [
          {
            name: "client",
            number: clientPort,
            published: chosen.publishedPort,
            localOnly: true,
            clients: [brokerHost],
          },
          { name: "peer", number: 2888 },
          { name: "election", number: 3888 },
        ],
        resources: chosen.resources,
        // They belong together: a snapshot without its transaction logs is damaged data.
        volumes: [
          { name: "data", path: dataPaths.zookeeper.data, ...storage },
          { name: "logs", path: dataPaths.zookeeper.logs, ...storage },
        ],
        health: {
          ready: ["bash", "-c", `${asksSrvr} && grep -q ^Mode: <&3`],
          // Without a majority, a server says that it is "not currently serving requests": it waits for the others.
          alive: aliveCommand(clientPort, `${asksSrvr} && read -r -n 1 <&3`),
          intervalSeconds: 2,
          timeoutSeconds: 5,
          retries: 5,
          startSeconds: 30,
          deadlineSeconds: chosen.startTimeoutSeconds,
        },
        stopGraceSeconds: 15,
      },
      { parent: this, guards, dependsOn: guards },
    );
    this.registerOutputs({ connect: this.connect });
  }
}

/** `srvr` is the only four-letter command that is allowed by default; a server without a majority reports no mode. */
const asksSrvr = `exec 3<>/dev/tcp/localhost/${clientPort} && printf srvr >&3`;

/** By default ZooKeeper removes no snapshots and no logs. With this, it removes all but the last 3 every 24 hours. */
const autopurge = { "autopurge.purgeInterval": "24", "autopurge.snapRetainCount": "3" };

/** The environment of one server, by the Confluent image's names. */
export function zooKeeperEnvironment(
  replica: Pick<Replica, "number">,
  hosts: readonly string[],
  {
    heapMiB,
    settings,
  }: { readonly heapMiB: number; readonly settings: Readonly<Record<string, string>> },
): Record<string, string> {
  const ensemble = {
    ZOOKEEPER_SERVER_ID: replica.number,
    ZOOKEEPER_SERVERS: hosts.map((host) => `${host}:2888:3888`).join(";"),
    // A server's own name may not resolve yet when the server starts.
    ZOOKEEPER_QUORUM_LISTEN_ON_ALL_IPS: "true",
  };
  return {
    ZOOKEEPER_CLIENT_PORT: String(clientPort),
    ...(hosts.length > 1 ? ensemble : {}),
    ...heapOptions(heapMiB),
    ...settingVariables({ ...autopurge, ...settings }),
  };
}
