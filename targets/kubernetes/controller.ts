import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs, WorkloadOptions } from "../target";
import type { CompleteKubernetesArgs } from "./args";
import type { PodEnvironment } from "./environment";
import { type ObjectMeta, podLabels } from "./names";
import { podSpec } from "./pod";
import { patchOf, present } from "./pod-patch";
import { terminationSeconds } from "./stop";

/** What the objects of a workload are declared with. */
export interface ControllerContext extends WorkloadOptions, CompleteKubernetesArgs {
  readonly provider: kubernetes.Provider;
  /** The provider that takes over existing objects instead of failing. */
  readonly adopting: kubernetes.Provider;
  readonly metadata: ObjectMeta;
}

/** A declared controller of pods. */
export interface Controller {
  readonly controller: pulumi.CustomResource;
  /** Changes when the pods are created from another template, or by another controller. */
  readonly instances: pulumi.Output<string>[];
  /** What holds the data of the pods. */
  readonly volumes: pulumi.Resource[];
}

/** Resource options of an object of the workload. */
export function objectOptions(context: ControllerContext): pulumi.CustomResourceOptions {
  return { parent: context.parent, provider: context.provider };
}

/**
 * Resource options of the controller itself, which waits for what it depends on, and its pods for their health checks.
 */
export function controllerOptions(
  args: WorkloadArgs,
  context: ControllerContext,
  dependsOn: pulumi.Resource[],
): pulumi.CustomResourceOptions {
  const { createSeconds, updateSeconds } = readySeconds(args, context);
  return {
    ...objectOptions(context),
    dependsOn: [...(context.dependsOn ?? []), ...dependsOn],
    customTimeouts: {
      create: `${createSeconds}s`,
      update: `${updateSeconds}s`,
      // All pods at once.
      delete: `${terminationSeconds(args) + 60}s`,
    },
  };
}

/** The times in seconds that pods get to become ready when they are created, and when they are changed. */
export function readySeconds(
  args: WorkloadArgs,
  { imagePullSeconds }: Pick<ControllerContext, "imagePullSeconds">,
): { readonly createSeconds: number; readonly updateSeconds: number } {
  const { health, replicas, stopGraceSeconds } = args;
  const start = health.deadlineSeconds + imagePullSeconds;
  const stop = terminationSeconds(args);
  const quickStop = terminationSeconds({ stopGraceSeconds });
  // Pods are replaced one after the other, each stopped first. Only one gets all the time that a stop may take: with
  // that time for each, a pod that never becomes ready would be reported hours later.
  const update = replicas * (start + quickStop) + stop - quickStop;
  return { createSeconds: start, updateSeconds: update };
}

/**
 * Metadata of a controller that the provider does not wait for: it would wait until the timeout, whatever happens to
 * the pods. When the controller is deleted, the provider still waits for the pods to end, which it would not with
 * `skipAwait`.
 */
export function unawaited(
  metadata: ObjectMeta,
): ObjectMeta & { annotations: Record<string, string> } {
  return { ...metadata, annotations: { "pulumi.com/waitFor": "jsonpath={.metadata.uid}" } };
}

/** Declares the Secret that holds a workload's secret environment, if it has one. */
export function declareSecret(
  name: string,
  { secretEnvironment }: WorkloadArgs,
  context: ControllerContext,
): kubernetes.core.v1.Secret | undefined {
  return (
    secretEnvironment &&
    new kubernetes.core.v1.Secret(
      name,
      { metadata: context.metadata, stringData: secretEnvironment },
      objectOptions(context),
    )
  );
}

/** What pods read when they start; absent if there is none. */
export interface PodSecrets {
  /** See {@link declareSecret}. */
  readonly secret: kubernetes.core.v1.Secret | undefined;
  /** See `declareFiles`. */
  readonly files: kubernetes.core.v1.Secret | undefined;
}

/**
 * The template of a workload's pods. They read their secrets and files when they start, so they are replaced when one changes.
 */
export function podTemplate(
  args: WorkloadArgs,
  environment: PodEnvironment,
  { secret, files }: PodSecrets,
  { podPatches }: Pick<ControllerContext, "podPatches">,
): PodTemplate {
  const patch = patchOf(podPatches, args.host);
  return {
    metadata: {
      labels: { ...patch.labels, ...podLabels(args.host) },
      ...present({
        annotations: {
          ...patch.annotations,
          ...(secret && { "secret-version": secret.metadata.resourceVersion }),
          ...(files && { "files-version": files.metadata.resourceVersion }),
        },
      }),
    },
    spec: podSpec(args, environment, patch),
  };
}

type PodTemplate = kubernetes.types.input.core.v1.PodTemplateSpec;
