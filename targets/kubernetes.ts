import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  type CompleteKubernetesArgs,
  type KubernetesTargetArgs,
  completeArgs,
} from "./kubernetes/args";
import { declareDeployment } from "./kubernetes/deployment";
import { declareExternalServices, isOpened } from "./kubernetes/external";
import { claimsOf } from "./kubernetes/found-claims";
import { claimName, objectMeta, ownLabel, replicaIndexes } from "./kubernetes/names";
import { declareGuards } from "./kubernetes/guards";
import { readySeconds } from "./kubernetes/controller";
import { declareStatefulSet } from "./kubernetes/stateful-set";
import { declarePreconditions } from "./readiness/preconditions";
import type { WatchedPods } from "./readiness/watched";
import { Ready } from "./readiness/ready";
import type { KubernetesConnection } from "./connection";
import type {
  Forward,
  FoundVolume,
  Port,
  ReachableWorkload,
  Target,
  VolumeLayout,
  Workload,
  WorkloadArgs,
  WorkloadOptions,
} from "./target";

/**
 * A namespace of a Kubernetes cluster: either its own, held to the 'restricted' Pod Security Standard, or an existing
 * one, which stays unchanged. A workload with volumes is a StatefulSet with a headless Service, one without is a
 * Deployment with a Service.
 */
export class KubernetesTarget extends pulumi.ComponentResource implements Target {
  readonly usesInternalAddresses = true;
  // The node forwards from within the pod's network.
  readonly reachesLoopback = true;
  readonly layout: VolumeLayout;
  /** The namespace that everything is in; absent if this program does not manage it. */
  public namespace?: kubernetes.core.v1.Namespace;
  private readonly provider: kubernetes.Provider;
  private readonly adopting: kubernetes.Provider;

  private isPrepared = false;
  private readonly args: CompleteKubernetesArgs;

  constructor(
    private readonly name: string,
    given: KubernetesTargetArgs = {},
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("kafka-platform:index:KubernetesTarget", name, {}, options);
    const args = completeArgs(given);
    this.args = args;
    const cluster = {
      ...(args.context && { context: args.context }),
      ...(args.kubeconfig && { kubeconfig: args.kubeconfig }),
    };
    // A machine's own settings, which the SDK uses as defaults, stay out of the state; otherwise a preview on another
    // machine would show a change of everything. The plugin still uses them.
    const ofMachine = ["enablePatchForce", ...(args.kubeconfig ? [] : ["kubeconfig"])];
    this.provider = new kubernetes.Provider(
      name,
      {
        ...cluster,
        // A changed password restarts the pods through their annotation, instead of replacing a Secret that they use.
        enableSecretMutable: true,
      },
      {
        parent: this,
        transformations: [leaveOut([...ofMachine, "upsertExistingObjects"])],
      },
    );
    // Takes over what an earlier destroy left: the namespace with the volumes.
    this.adopting = new kubernetes.Provider(
      `${name}-namespace`,
      { ...cluster, upsertExistingObjects: true },
      { parent: this, transformations: [leaveOut(ofMachine)] },
    );
    this.layout = { storageClass: args.storageClass, createNamespace: args.createNamespace };
  }

  prepare(dependsOn: pulumi.Resource[]): void {
    this.isPrepared = true;
    const { createNamespace, namespace } = this.args;
    if (createNamespace) this.namespace = this.declareNamespace(dependsOn);
    this.registerOutputs({ namespace: this.namespace?.metadata.name ?? namespace });
  }

  private declareNamespace(dependsOn: pulumi.Resource[]): kubernetes.core.v1.Namespace {
    return new kubernetes.core.v1.Namespace(
      this.name,
      {
        metadata: {
          name: this.args.namespace,
          labels: {
            ...ownLabel,
            "app.kubernetes.io/managed-by": "pulumi",
            "pod-security.kubernetes.io/enforce": "restricted",
          },
        },
      },
      {
        parent: this,
        provider: this.adopting,
        dependsOn,
        // The volumes would be deleted with it.
        retainOnDelete: this.args.retainNamespace,
        protect: this.args.protectNamespace,
      },
    );
  }

  hosts(host: string, replicas: number): string[] {
    return replicaIndexes(replicas).map(
      (index) => `${host}-${index}.${host}.${this.args.namespace}.svc`,
    );
  }

  workload(name: string, args: WorkloadArgs, options: WorkloadOptions): Workload {
    if (!this.isPrepared) this.prepare([]);
    const watched = this.watched(args);
    const dependsOn = declarePreconditions(name, watched, options);
    const context = {
      ...options,
      ...this.args,
      dependsOn,
      provider: this.provider,
      adopting: this.adopting,
      metadata: objectMeta(args.host, this.namespace?.metadata.name ?? this.args.namespace),
    };
    const declare = args.volumes.length > 0 ? declareStatefulSet : declareDeployment;
    const { controller, instances, volumes } = declare(name, args, context);
    const seconds = readySeconds(args, context);
    const ready = new Ready(
      name,
      { watched, instances, ...seconds },
      {
        parent: options.parent,
        // Until then its pods may only wait.
        dependsOn: [controller, ...(options.needs?.resources ?? [])],
        deletedWith: controller,
      },
    );
    declareGuards(name, args, context);
    const external = declareExternalServices(name, args, context);
    return {
      instances,
      watched,
      created: [controller],
      updateSeconds: seconds.updateSeconds,
      resources: [controller, ready, ...external],
      volumes,
      storage: args.volumes.flatMap((volume) =>
        replicaIndexes(args.replicas).map((index) => claimName(volume.name, args.host, index)),
      ),
      outside: (port) => this.outside(args, port),
      forwards: (port) => this.forwards(args, port),
    };
  }

  private watched({ host, volumes, health }: WorkloadArgs): pulumi.Output<WatchedPods> {
    const { namespace, context, kubeconfig } = this.args;
    return pulumi.output({
      via: "kubernetes" as const,
      kind: volumes.length > 0 ? ("StatefulSet" as const) : ("Deployment" as const),
      name: host,
      namespace,
      context,
      kubeconfig,
      restartSeconds: health.restartSeconds ?? 0,
    });
  }

  connection(
    { host, replicas, ports, volumes }: ReachableWorkload,
    port: string,
  ): pulumi.Output<KubernetesConnection> {
    const { number } = portOf(ports, port);
    // Pods without volumes have no names of their own, so the address is the Service's.
    const hosts =
      volumes.length > 0 ? this.hosts(host, replicas) : [`${host}.${this.args.namespace}.svc`];
    return pulumi.output({
      via: "kubernetes" as const,
      addresses: hosts.map((each) => `${each}:${number}`),
      namespace: this.args.namespace,
      context: this.args.context,
      kubeconfig: this.args.kubeconfig,
    });
  }

  private outside({ ports, replicas }: WorkloadArgs, port: string): string[] {
    const { published } = portOf(ports, port);
    if (published === undefined) return [];
    return replicaIndexes(replicas).map(
      (index) => `${this.args.publishedHost(String(index + 1))}:${published + index}`,
    );
  }

  private forwards({ host, ports, replicas, volumes }: WorkloadArgs, name: string): Forward[] {
    const port = portOf(ports, name);
    const { published, number, incrementPerReplica } = port;
    if (published === undefined || isOpened(port, this.args)) return [];
    const { namespace } = this.args;
    const forward = (index: number, to: string, object: string, inside: number): Forward => ({
      port: published + index,
      to: `${to}:${inside}`,
      command: `${this.kubectl()} -n ${namespace} port-forward ${object} ${published + index}:${inside}`,
    });
    // Pods without volumes have no names of their own, and any of them will do.
    if (volumes.length === 0) {
      return [forward(0, `${host}.${namespace}.svc`, `service/${host}`, number)];
    }
    return this.hosts(host, replicas).map((each, index) =>
      forward(index, each, `pod/${host}-${index}`, incrementPerReplica ? number + index : number),
    );
  }

  found(host: string, contents: readonly string[]): Promise<FoundVolume[] | undefined> {
    const { claims } = this.args;
    return Promise.resolve(claims && claimsOf(claims, host, contents));
  }

  volumeName(host: string, content: string, replica: number): string {
    return claimName(content, host, replica - 1);
  }

  /** The claims are deleted with their namespace, which a destroy keeps if it keeps data, unless others may use it. */
  removal(storage: readonly string[]): string {
    const { createNamespace, namespace } = this.args;
    return createNamespace
      ? `${this.kubectl()} delete namespace ${namespace}`
      : this.volumeRemoval(storage);
  }

  volumeRemoval(names: readonly string[]): string {
    return `${this.kubectl()} -n ${this.args.namespace} delete pvc ${names.join(" ")}`;
  }

  private kubectl(): string {
    return `kubectl${this.args.context && ` --context ${this.args.context}`}`;
  }
}

function leaveOut(names: readonly string[]): pulumi.ResourceTransformation {
  const left = Object.fromEntries(names.map((name) => [name, undefined]));
  return ({ props, opts }) => ({ props: { ...(props as object), ...left }, opts });
}

function portOf(ports: readonly Port[], name: string): Port {
  const port = ports.find((each) => each.name === name);
  if (!port) throw new Error(`the workload has no port ${name}`);
  return port;
}
