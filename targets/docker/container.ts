import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { originMarks } from "../origin";
import { startCommand } from "../start-command";
import type { VolumeArgs, WorkloadArgs, WorkloadOptions } from "../target";
import { type ContainerPatch, furtherLabels, limits } from "./container-patch";
import { ownLabels } from "./own-label";
import { replicaName, replicaPorts, volumeName } from "./names";

export interface ContainerContext extends WorkloadOptions {
  readonly stack: string;
  readonly namePrefix: string;
  readonly publishAddress: string;
  readonly publishedHost: (replica: string) => string;
  readonly patch: ContainerPatch;
  readonly imageId: pulumi.Input<string>;
  readonly network: pulumi.Input<string>;
}

/** The arguments of one replica's container; its volumes are declared with it. */
export function containerArgs(
  name: string,
  index: number,
  args: WorkloadArgs,
  context: ContainerContext,
): docker.ContainerArgs {
  const host = replicaName(args.host, index);
  const ports = replicaPorts(args.ports, index);
  const number = String(index + 1);
  const { files = [] } = args;
  const environment = args.environment({
    number,
    host,
    outside: (port) => {
      const published = ports.get(port)?.published;
      return published === undefined ? undefined : `${context.publishedHost(number)}:${published}`;
    },
  });
  return {
    name: `${context.namePrefix}${host}`,
    image: context.imageId,
    hostname: host,
    ...(args.args && { command: [...args.args] }),
    ...(args.beforeStart !== undefined && {
      command: startCommand([args.beforeStart], args.command),
    }),
    ...(args.setsUser && { user: `${args.userId}:${args.userId}` }),
    ...(files.length > 0 && {
      uploads: files.map(({ path, content }) => ({ file: path, content })),
    }),
    envs: Object.entries<pulumi.Input<string>>({ ...environment, ...args.secretEnvironment })
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([variable, value]) => pulumi.interpolate`${variable}=${value}`),
    ports: [...ports.values()].flatMap(({ number, published }) =>
      published === undefined
        ? []
        : [{ internal: number, external: published, ip: context.publishAddress }],
    ),
    volumes: args.volumes.map((volume) => ({
      volumeName: declareVolume(name, index, args.host, volume, context).name,
      containerPath: volume.path,
    })),
    networksAdvanced: [{ name: context.network, aliases: [host] }],
    healthcheck: {
      tests: ["CMD", ...args.health.ready],
      interval: duration(args.health.intervalSeconds),
      timeout: duration(args.health.timeoutSeconds),
      retries: args.health.retries,
      startPeriod: duration(args.health.startSeconds),
    },
    // The provider would wait until the timeout, whatever happens to the container.
    wait: false,
    restart: "unless-stopped",
    // If this is not set, the provider kills the container at once.
    destroyGraceSeconds: args.stopGraceSeconds,
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    labels: [...furtherLabels(context.patch), ...ownLabels(context.stack)],
    ...limits(context.patch),
  };
}

/** Declares the container of one replica. */
export function declareContainer(
  name: string,
  args: docker.ContainerArgs,
  { parent, dependsOn }: WorkloadOptions,
): docker.Container {
  return new docker.Container(name, args, {
    parent,
    dependsOn,
    // The provider would write a changed health check, a removed limit, and that a container which a refresh has found
    // stopped must run, only to its state.
    replaceOnChanges: ["healthcheck", "memory", "memorySwap", "mustRun"],
    // Only one container at a time can have a name and host ports.
    deleteBeforeReplace: true,
  });
}

function declareVolume(
  name: string,
  index: number,
  host: string,
  { name: content, retain, protect, origin = {} }: VolumeArgs,
  { stack, namePrefix, parent, guards }: ContainerContext,
): docker.Volume {
  const marks = Object.entries(originMarks(origin)).map(([label, value]) => ({ label, value }));
  return new docker.Volume(
    replicaName(`${name}-${content}`, index),
    {
      name: volumeName(host, content, index, namePrefix),
      // A volume that is taken over keeps the labels that it was created with.
      labels: [...ownLabels(stack), ...marks],
    },
    {
      parent,
      // If it were created before the guards, an empty volume would be treated as data.
      dependsOn: guards,
      retainOnDelete: retain,
      protect,
      // A change of any of these would replace the volume and lose its data.
      ignoreChanges: ["driver", "driverOpts", "labels"],
    },
  );
}

/** Writes a time as the engine reports it; otherwise a refresh would find a difference: 90 seconds are `1m30s`. */
function duration(seconds: number): string {
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
