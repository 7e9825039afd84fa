import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs, WorkloadOptions } from "../target";
import type { KubernetesTargetArgs } from "./args";
import type { ObjectMeta } from "./names";

/** What the objects of a workload are declared with. */
export interface ControllerContext extends WorkloadOptions, KubernetesTargetArgs {
  readonly provider: kubernetes.Provider;
  readonly metadata: ObjectMeta;
}

/** A declared controller of pods. */
export interface Controller {
  readonly controller: pulumi.CustomResource;
  /** Changes when the pods are made from another template, or by another controller. */
  readonly instances: pulumi.Output<string>[];
}

/** Resource options of an object of the workload. */
export function objectOptions(context: ControllerContext): pulumi.CustomResourceOptions {
  return { parent: context.parent, provider: context.provider };
}

/** Resource options of the controller itself: it waits for what it depends on, and its pods for their health checks. */
export function controllerOptions(
  { health, replicas, stopGraceSeconds }: WorkloadArgs,
  context: ControllerContext,
  dependsOn: pulumi.Resource[],
): pulumi.CustomResourceOptions {
  // Pods are replaced one after the other, each stopped first.
  const rollout = replicas * (health.deadlineSeconds + stopGraceSeconds);
  return {
    ...objectOptions(context),
    dependsOn: [...(context.dependsOn ?? []), ...dependsOn],
    customTimeouts: {
      create: `${health.deadlineSeconds}s`,
      update: `${rollout}s`,
      delete: `${replicas * stopGraceSeconds + 60}s`,
    },
  };
}

/** Declares the Secret that holds a workload's secret environment, if it has one. */
export function declareSecret(
  name: string,
  { secretEnvironment }: WorkloadArgs,
  context: ControllerContext,
): pulumi.Resource[] {
  if (!secretEnvironment) return [];
  return [
    new kubernetes.core.v1.Secret(
      name,
      { metadata: context.metadata, stringData: secretEnvironment },
      objectOptions(context),
    ),
  ];
}
