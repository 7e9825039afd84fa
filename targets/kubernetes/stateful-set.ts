import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadArgs } from "../target";
import { declareClientService } from "./client-service";
import {
  type Controller,
  type ControllerContext,
  controllerOptions,
  declareSecret,
  objectOptions,
  podTemplate,
  unawaited,
} from "./controller";
import { claimTemplates, declareClaims } from "./claims";
import { podEnvironment } from "./environment";
import { declareFiles } from "./files";
import { podLabels } from "./names";

/**
 * Fields that the provider could change only by replacing a StatefulSet, with all its pods down at once: they stay as
 * they were created. Changes to the templates of claims are made on the claims.
 */
export const replacingFields = [
  "spec.podManagementPolicy",
  "spec.revisionHistoryLimit",
  "spec.selector",
  "spec.serviceName",
  "spec.volumeClaimTemplates",
];

/** Declares a workload whose replicas have their own names and volumes. */
export function declareStatefulSet(
  name: string,
  args: WorkloadArgs,
  context: ControllerContext,
): Controller {
  const { metadata } = context;
  const service = new kubernetes.core.v1.Service(
    name,
    {
      metadata,
      spec: {
        clusterIP: "None",
        // Members of an ensemble have to find each other before any of them can be ready.
        publishNotReadyAddresses: true,
        selector: podLabels(args.host),
        ports: args.ports.map(({ name: port, number }) => ({ name: port, port: number })),
      },
    },
    objectOptions(context),
  );
  const secret = declareSecret(name, args, context);
  const files = declareFiles(name, args, context);
  const environment = podEnvironment(args, `${args.host}.${context.namespace}.svc`, (port) => {
    const { published } = args.ports.find((each) => each.name === port) ?? {};
    return published === undefined
      ? undefined
      : { host: context.publishedHost, firstPort: published };
  });
  const claims = declareClaims(name, args, context);
  const controller = new kubernetes.apps.v1.StatefulSet(
    name,
    {
      metadata: unawaited(metadata),
      spec: {
        replicas: args.replicas,
        serviceName: args.host,
        // All at once: an ensemble has no majority until most of it runs. Updates still go one by one.
        podManagementPolicy: "Parallel",
        selector: { matchLabels: podLabels(args.host) },
        template: podTemplate(args, environment, { secret, files }, context),
        // The claims are separate resources, which decide whether they are deleted.
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        volumeClaimTemplates: claimTemplates(args, context),
      },
    },
    {
      ...controllerOptions(args, context, [
        service,
        ...claims,
        ...(secret ? [secret] : []),
        ...(files ? [files] : []),
      ]),
      ignoreChanges: [...replacingFields],
    },
  );
  if (args.beforeStop) declareClientService(name, args, context, controller);
  return {
    controller,
    volumes: claims,
    instances: [
      pulumi.interpolate`${controller.metadata.uid} ${controller.metadata.generation} ${controller.spec.replicas}`,
    ],
  };
}
