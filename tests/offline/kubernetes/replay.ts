import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { compareOutcome, compareState } from "./comparison";
import { Deployment, type Command } from "./deployment";
import { mismatches } from "./matcher";
import type { Json, RecordedAction, Recording } from "./recording";

/** The cluster that recordings are replayed on. */
export interface Target {
  /** Path of its kubeconfig. */
  readonly kubeconfig: string;
  readonly kubectl: string;
  /** What the namespaces' names begin with. */
  readonly prefix: string;
}

/** Commands after which pods start or end. */
const changesPods = /^kubectl -n \S+ (set|scale|delete) /;

/** Replays a recording; resolves to what was not as recorded. */
export async function replay(recording: Recording, target: Target): Promise<string[]> {
  const deployment = await Deployment.start(recording.case, target.kubeconfig);
  const found: string[] = [];
  const namespace = namespaceOf(recording);
  const kubectl = (...command: string[]) =>
    execFileSync(target.kubectl, ["--kubeconfig", target.kubeconfig, ...command], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  try {
    if (recording.namespaceCreatedBeforehand) kubectl("create", "namespace", namespace);
    for (const [index, step] of recording.steps.entries()) {
      if (step.declared) deployment.declare(step.declared);
      for (const [position, action] of step.actions.entries()) {
        const started = Date.now();
        const differences = await perform(action, deployment, kubectl, namespace);
        // The cluster had as long for the pods that kubectl changed as the recorded preview took.
        const before = step.actions[position - 1]?.action ?? "";
        if (action.action === "pulumi preview" && changesPods.test(before)) {
          await sleep(Math.max(0, (action.seconds ?? 0) * 1000 - (Date.now() - started)));
        }
        const where = `step ${index + 1} (${step.label}), ${action.action}`;
        found.push(...differences.map((difference) => `${where}: ${difference}`));
      }
    }
  } finally {
    if (recording.namespaceCreatedBeforehand) kubectl("delete", "namespace", namespace);
    deployment.remove();
  }
  return found;
}

async function perform(
  action: RecordedAction,
  deployment: Deployment,
  kubectl: (...command: string[]) => string,
  namespace: string,
): Promise<string[]> {
  if (isLeftOut(action)) return [];
  if (action.action.startsWith("pulumi ")) {
    const command = action.action.slice("pulumi ".length) as Command;
    return compareOutcome(action, await deployment.run(command));
  }
  if (action.action === "export") {
    return compareState(action.stateAfter?.resources ?? [], await deployment.resources());
  }
  if (action.action.startsWith("kubeconfig file points to ")) {
    deployment.pointKubeconfigFile(action.action.endsWith("the cluster"));
    return [];
  }
  if (action.action.startsWith("sleep")) {
    await sleep(Number(action.action.slice("sleep".length)) * 1000);
    return [];
  }
  const output = kubectl(...action.action.split(" ").slice(1));
  const isOfCluster = !action.action.includes(" -n ");
  // Others, such as another replay, may have objects of their own on the cluster.
  const lines = output
    .split("\n")
    .filter((line) => line !== "" && (!isOfCluster || line.includes(namespace)));
  return mismatches((action.result ?? []) as Json, lines, "result");
}

/**
 * The Automation API cannot deploy after a preview of its own, which fails as the preview before it
 * did; and a deployment that was given up after four minutes has no outcome.
 */
function isLeftOut({ action, exitCode }: RecordedAction): boolean {
  return action === "pulumi up-with-preview" || (action === "pulumi up" && exitCode === undefined);
}

function namespaceOf(recording: Recording): string {
  const provider = recording.steps
    .flatMap(({ declared = [] }) => declared)
    .find(({ type }) => type === "pulumi:providers:kubernetes");
  return (provider?.inputs.namespace ?? "") as string;
}
