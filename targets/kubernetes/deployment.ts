import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs } from "../target";
import {
  type Controller,
  type ControllerContext,
  controllerOptions,
  declareSecret,
  objectOptions,
  podTemplate,
  unawaited,
} from "./controller";
import { podEnvironment } from "./environment";
import { declareFiles } from "./files";
import { podLabels } from "./names";

/** Declares a workload whose replicas are identical and store nothing. */
export function declareDeployment(
  name: string,
  args: WorkloadArgs,
  context: ControllerContext,
): Controller {
  const { metadata } = context;
  const service = args.ports.length > 0 ? [declareService(name, args, context)] : [];
  const secret = declareSecret(name, args, context);
  const files = declareFiles(name, args, context);
  const environment = podEnvironment(args, `${context.namespace}.svc`, () => undefined);
  const controller = new kubernetes.apps.v1.Deployment(
    name,
    {
      metadata: unawaited(metadata),
      spec: {
        replicas: args.replicas,
        ...(args.neverTwice && { strategy: { type: "Recreate" } }),
        selector: { matchLabels: podLabels(args.host) },
        template: podTemplate(args, environment, { secret, files }, context),
      },
    },
    controllerOptions(args, context, [
      ...service,
      ...(secret ? [secret] : []),
      ...(files ? [files] : []),
    ]),
  );
  return {
    controller,
    volumes: [],
    instances: [
      pulumi.interpolate`${controller.metadata.uid} ${controller.metadata.generation} ${controller.spec.replicas}`,
    ],
  };
}

function declareService(
  name: string,
  args: WorkloadArgs,
  context: ControllerContext,
): kubernetes.core.v1.Service {
  return new kubernetes.core.v1.Service(
    name,
    {
      // The Deployment itself is awaited; the provider's wait for a Service takes ten seconds in any case.
      metadata: { ...context.metadata, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        selector: podLabels(args.host),
        ports: args.ports.map(({ name: port, number }) => ({ name: port, port: number })),
      },
    },
    objectOptions(context),
  );
}
