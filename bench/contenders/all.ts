import { UserError } from "../../common/user-error";
import { compose } from "./compose";
import type { Contender } from "./contender";
import { dockerRun } from "./docker-run";
import { kubectlApply } from "./kubectl-apply";
import { pulumiDocker } from "./pulumi-docker";
import { pulumiKubernetes } from "./pulumi-kubernetes";

/** Prepares a contender to start; nothing runs yet. */
export type Make = () => Promise<Contender>;

/** Every contender by its name, in the order of the report. */
const makers: Readonly<Record<string, Make>> = {
  "pulumi-docker-1": () => pulumiDocker(1),
  "compose-1": () => compose(1),
  "docker-run-1": () => dockerRun(1),
  "pulumi-docker-3": () => pulumiDocker(3),
  "compose-3": () => compose(3),
  "docker-run-3": () => dockerRun(3),
  "pulumi-kubernetes-1": () => pulumiKubernetes(1),
  "kubectl-1": () => kubectlApply(1),
  "pulumi-kubernetes-3": () => pulumiKubernetes(3),
  "kubectl-3": () => kubectlApply(3),
};

/** How cost grows, which only this project is measured for; chosen like a contender. */
export const scaleParts = ["scale-topics", "scale-bare", "scale-brokers"] as const;

/**
 * The names of the selected contenders, and those of {@link scaleParts} that were selected with them.
 *
 * @param only Parts of names; if empty, everything that can run here.
 * @param hasCluster Whether there is a Kubernetes cluster to use.
 * @throws UserError if a part matches no name, or nothing is left.
 */
export function chosen(only: readonly string[], hasCluster: boolean): string[] {
  const names = [...Object.keys(makers), ...scaleParts];
  const strange = only.find((part) => !names.some((name) => name.includes(part)));
  if (strange !== undefined) {
    throw new UserError(`There is no contender ${strange}. They are: ${names.join(", ")}.`);
  }
  const wanted = names.filter(
    (name) => only.length === 0 || only.some((part) => name.includes(part)),
  );
  const possible = wanted.filter((name) => hasCluster || !name.includes("kube"));
  if (possible.length === 0) {
    throw new UserError("These need a Kubernetes cluster: run it with scripts/with-cluster.");
  }
  return possible;
}

/** Prepares a contender of {@link chosen}. */
export function makeContender(name: string): Promise<Contender> {
  const make = makers[name];
  if (!make) throw new Error(`no contender ${name}`);
  return make();
}
