import { execFileSync } from "node:child_process";
import type { Target } from "../../settings/schema";
import { root } from "../setup/places";
import type { ClaimPlace } from "./remove-data/kubernetes";

/** Where the current stack is configured to be, deployed or not. */
export type StackPlace =
  | { readonly target: "docker"; readonly namePrefix: string }
  | ({ readonly target: "kubernetes" } & ClaimPlace);

/**
 * Reads it from the stack's configuration, with the program's defaults.
 *
 * @param other Another stack than the current one, and the file with its configuration.
 */
export function readStackPlace(other?: {
  readonly stack: string;
  readonly config: string;
}): StackPlace {
  const which = other ? ["--stack", other.stack, "--config-file", other.config] : [];
  const text = execFileSync("pulumi", ["config", "--json", "--show-secrets", ...which], {
    ...{ cwd: root, encoding: "utf8" },
  });
  const config = JSON.parse(text) as Record<string, { readonly value?: string } | undefined>;
  const get = (key: string) => config[`kafka-platform:${key}`]?.value;
  const places: { readonly [Key in Target]: () => Extract<StackPlace, { target: Key }> } = {
    docker: () => ({ target: "docker", namePrefix: get("namePrefix") ?? "" }),
    kubernetes: () => ({
      target: "kubernetes",
      access: { kubeconfig: get("kubeconfig") ?? "", context: get("kubernetesContext") ?? "" },
      namespace: get("namespace") ?? "kafka-platform",
      createNamespace: get("createNamespace") !== "false",
    }),
  };
  return (
    new Map<string, () => StackPlace>(Object.entries(places)).get(get("target") ?? "")?.() ??
    places.docker()
  );
}
