import { execFileSync } from "node:child_process";
import type { ClaimPlace } from "./remove-data/kubernetes";

/** Where the current stack is configured to be, deployed or not. */
export type StackPlace =
  | { readonly target: "docker"; readonly namePrefix: string }
  | ({ readonly target: "kubernetes" } & ClaimPlace);

/** Reads it from the stack's configuration, with the program's defaults. */
export function readStackPlace(): StackPlace {
  const text = execFileSync("pulumi", ["config", "--json", "--show-secrets"], { encoding: "utf8" });
  const config = JSON.parse(text) as Record<string, { readonly value?: string } | undefined>;
  const get = (key: string) => config[`kafka-platform:${key}`]?.value;
  if (get("target") !== "kubernetes") {
    return { target: "docker", namePrefix: get("namePrefix") ?? "" };
  }
  return {
    target: "kubernetes",
    access: { kubeconfig: get("kubeconfig") ?? "", context: get("kubernetesContext") ?? "" },
    namespace: get("namespace") ?? "kafka-platform",
    createNamespace: get("createNamespace") !== "false",
  };
}
