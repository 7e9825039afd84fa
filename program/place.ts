import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../settings";
import { network } from "./create-target/docker-network";

/** Where a platform is: what a program needs that deploys something next to it. */
export type PlatformPlace =
  | {
      readonly target: "docker";
      /** Prefix of the names of containers and volumes. */
      readonly namePrefix: string;
      /** The network on which the brokers are found by their names. */
      readonly network: string;
    }
  | {
      readonly target: "kubernetes";
      readonly namespace: string;
      /** Context of the kubeconfig; empty for the current one. */
      readonly context: string;
      /** Text of the kubeconfig; empty for kubectl's. */
      readonly kubeconfig: string;
      readonly storageClass: string;
      readonly imagePullSeconds: number;
    };

/** The place of the platform that the settings describe. */
export function placeOf(settings: Settings): pulumi.Input<pulumi.Unwrap<PlatformPlace>> {
  switch (settings.target) {
    case "docker": {
      const { namePrefix } = settings;
      return { target: "docker", namePrefix, network: `${namePrefix}${network}` };
    }
    case "kubernetes":
      return pulumi
        .output(settings.kubeconfig ? pulumi.secret(settings.kubeconfig) : "")
        .apply((kubeconfig) => ({
          target: "kubernetes" as const,
          namespace: settings.namespace,
          context: settings.kubernetesContext,
          kubeconfig,
          storageClass: settings.storageClass,
          imagePullSeconds: settings.imagePullTimeoutSeconds,
        }));
  }
}
