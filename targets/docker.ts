import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type ContainerPatches, patchOf } from "./docker/container-patch";
import { withDefaults } from "../common/with-defaults";
import { declareReplicas, watchedContainers } from "./docker/replicas";
import { ownLabels } from "./docker/own-label";
import { replicaName, replicaPorts, volumeName } from "./docker/names";
import { type EngineVolume, listVolumes, volumesOf } from "./docker/volumes";
import { declarePreconditions } from "./readiness/preconditions";
import { Ready } from "./readiness/ready";
import type { DirectConnection } from "./connection";
import type {
  FoundVolume,
  ReachableWorkload,
  Target,
  Workload,
  WorkloadArgs,
  WorkloadOptions,
} from "./target";

/** Where the workloads go on a Docker engine. */
export interface DockerTargetArgs {
  /** Prefix of the names of containers, volumes and the network. Default: none. */
  readonly namePrefix?: string | undefined;
  /** Name of the stack, with which everything that it creates is labeled. Default: the stack that is being deployed. */
  readonly stack?: string | undefined;
  /** Name of the network, without the prefix. Default: `kafka-platform`. */
  readonly network?: string | undefined;
  /**
   * Full name of a network that somebody else manages: the containers join it instead of one of their own. Default: none.
   */
  readonly existingNetwork?: string | undefined;
  /** IP address of the engine's host on which ports are published. Default: 127.0.0.1. */
  readonly publishAddress?: string | undefined;
  /**
   * Host under which clients outside the network reach the published ports of the replica with this number, from 1.
   * Default: `localhost` for all.
   */
  readonly publishedHost?: ((replica: string) => string) | undefined;
  /** The engine's volumes before anything is deployed; undefined if the engine does not list them. Default: asks it. */
  readonly volumes?: Promise<readonly EngineVolume[] | undefined> | undefined;
  /** What is changed in the containers of workloads. Default: nothing. */
  readonly containerPatches?: ContainerPatches | undefined;
}

/**
 * A Docker engine: each replica is a container with named volumes, all on one bridge network
 * where they find each other by their plain names, whatever the prefix.
 */
export class DockerTarget extends pulumi.ComponentResource implements Target {
  readonly usesInternalAddresses = false;
  readonly reachesLoopback = false;
  /** The network that the containers share; others join it to reach them from inside. Absent: somebody else manages it. */
  public network?: docker.Network;

  private isPrepared = false;
  private readonly args: {
    readonly [Name in keyof DockerTargetArgs]-?: NonNullable<DockerTargetArgs[Name]>;
  };

  constructor(
    private readonly name: string,
    args: DockerTargetArgs = {},
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("kafka-platform:index:DockerTarget", name, {}, options);
    this.args = {
      ...withDefaults(args, {
        namePrefix: "",
        stack: pulumi.getStack(),
        network: "kafka-platform",
        existingNetwork: "",
        publishAddress: "127.0.0.1",
        publishedHost: () => "localhost",
        containerPatches: {},
      }),
      volumes: args.volumes ?? listVolumes(),
    };
  }

  prepare(dependsOn: pulumi.Resource[]): void {
    this.isPrepared = true;
    const { namePrefix, network, existingNetwork } = this.args;
    if (existingNetwork) {
      this.registerOutputs({ network: existingNetwork });
      return;
    }
    this.network = new docker.Network(
      this.name,
      { name: `${namePrefix}${network}`, driver: "bridge", labels: ownLabels(this.args.stack) },
      // A change of the labels would replace the network, and with it every container.
      { parent: this, dependsOn, ignoreChanges: ["labels"] },
    );
    this.registerOutputs({ network: this.network.name });
  }

  hosts(host: string, replicas: number): string[] {
    return Array.from({ length: replicas }, (_, index) => replicaName(host, index));
  }

  workload(name: string, args: WorkloadArgs, options: WorkloadOptions): Workload {
    if (!this.isPrepared) this.prepare([]);
    const { stack, namePrefix, publishAddress, publishedHost, containerPatches } = this.args;
    const image = new docker.RemoteImage(
      name,
      // Without keepLocally a destroy would remove the image, even if others use it.
      { name: args.image, keepLocally: true },
      { parent: options.parent },
    );
    const watched = watchedContainers(args, namePrefix);
    const dependsOn = declarePreconditions(name, watched, options);
    const containers = declareReplicas(name, args, {
      ...options,
      dependsOn,
      stack,
      namePrefix,
      publishAddress,
      publishedHost,
      patch: patchOf(containerPatches, args.host),
      imageId: image.imageId,
      network: this.network?.name ?? this.args.existingNetwork,
    });
    const ready =
      args.awaitReady !== false && this.declareReady(name, args, { ...options, containers });
    return {
      instances: containers.map(({ id }) => id),
      watched,
      created: containers,
      updateSeconds: args.health.deadlineSeconds,
      resources: ready ? [...containers, ready] : containers,
      volumes: [],
      storage: containers.flatMap((_, index) =>
        args.volumes.map((volume) => volumeName(args.host, volume.name, index, namePrefix)),
      ),
      outside: (port) => this.addresses(args, port),
      forwards: () => [],
    };
  }

  connection(args: ReachableWorkload, port: string): DirectConnection {
    return { via: "direct", addresses: this.addresses(args, port) };
  }

  async found(host: string, contents: readonly string[]): Promise<FoundVolume[] | undefined> {
    const volumes = await this.args.volumes;
    return volumes && volumesOf(volumes, host, contents, this.args.namePrefix);
  }

  volumeName(host: string, content: string, replica: number): string {
    return volumeName(host, content, replica - 1, this.args.namePrefix);
  }

  removal(storage: readonly string[]): string {
    return this.volumeRemoval(storage);
  }

  volumeRemoval(names: readonly string[]): string {
    return `docker volume rm ${names.join(" ")}`;
  }

  private declareReady(
    name: string,
    args: WorkloadArgs,
    { parent, containers }: WorkloadOptions & { readonly containers: docker.Container[] },
  ): Ready {
    const { deadlineSeconds } = args.health;
    return new Ready(
      name,
      {
        watched: watchedContainers(args, this.args.namePrefix),
        instances: containers.map(({ id }) => id),
        createSeconds: deadlineSeconds,
        updateSeconds: deadlineSeconds,
      },
      { parent, dependsOn: containers, deletedWith: containers[0] },
    );
  }

  private addresses(
    { replicas, ports }: Pick<WorkloadArgs, "replicas" | "ports">,
    port: string,
  ): string[] {
    return Array.from(
      { length: replicas },
      (_, index) =>
        `${this.args.publishedHost(String(index + 1))}:${replicaPorts(ports, index).get(port)?.published}`,
    );
  }
}
