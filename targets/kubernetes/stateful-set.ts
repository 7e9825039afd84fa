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
} from "./controller";
import { podEnvironment } from "./environment";
import { podLabels } from "./names";

/** Declares a workload whose replicas have names and volumes of their own. */
export function declareStatefulSet(
  name: string,
  args: WorkloadArgs,
  context: ControllerContext,
): Controller {
  const { metadata, storageClass } = context;
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
  const environment = podEnvironment(args, `${args.host}.${context.namespace}.svc`, (port) => {
    const { published } = args.ports.find((each) => each.name === port) ?? {};
    return published === undefined
      ? undefined
      : { host: context.publishedHost, firstPort: published };
  });
  const controller = new kubernetes.apps.v1.StatefulSet(
    name,
    {
      metadata,
      spec: {
        replicas: args.replicas,
        serviceName: args.host,
        // Together: an ensemble has no majority until most of it runs. Updates still go one by one.
        podManagementPolicy: "Parallel",
        selector: { matchLabels: podLabels(args.host) },
        template: podTemplate(args, environment, secret),
        persistentVolumeClaimRetentionPolicy: {
          whenDeleted: args.volumes.every(({ retain }) => retain) ? "Retain" : "Delete",
          whenScaled: "Retain",
        },
        volumeClaimTemplates: args.volumes.map((volume) => ({
          metadata: { name: volume.name },
          spec: {
            accessModes: ["ReadWriteOnce"],
            ...(storageClass && { storageClassName: storageClass }),
            resources: { requests: { storage: `${volume.sizeGiB}Gi` } },
          },
        })),
      },
    },
    controllerOptions(args, context, secret ? [service, secret] : [service]),
  );
  if (args.beforeStop) declareClientService(name, args, context, controller);
  return {
    controller,
    instances: [
      pulumi.interpolate`${controller.metadata.uid} ${controller.status.updateRevision} ${controller.spec.replicas}`,
    ],
  };
}
