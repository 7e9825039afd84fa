import {
  describeCluster,
  kubectlFor,
  type WhichCluster,
} from "../../targets/kubernetes/which-cluster";
import { UserError } from "../../common/user-error";
import { attachedContainers, describeAttached } from "./attached";
import { lookForLostState } from "./lost-state";
import { describeLock } from "./recover/lock";
import { isEmpty, readState, type State } from "./recover/state";
import { runPulumi } from "./run-pulumi";
import { runScript } from "../terminal/run-script";
import { stackArgument } from "./stack-argument";
import { readStackOutputs, type StackOutputs } from "./outputs";
import { clusterOf } from "./status";

/**
 * What happened to the data of a destroyed stack, and how to remove what was kept.
 *
 * @param cluster The cluster that the stack was on. Default: it was on a Docker engine.
 */
export function describeData({ data }: Pick<StackOutputs, "data">, cluster?: WhichCluster): string {
  if (!data) return "";
  const places = data.places.join(", ");
  if (data.atDestroy === "removed") return `The data of ${places} is removed.`;
  const removal = cluster
    ? (kubectlFor(cluster, data.removal) ??
      `${data.removal} (with the kubeconfig of \`pulumi config get kubeconfig\`)`)
    : data.removal;
  return (
    `The data stays in ${places}${cluster ? ` (${describeCluster(cluster)})` : ""}; the next \`up\` takes it over.\n` +
    `To remove it: make remove-data${stackArgument()}, which lists what it removes and asks first.\n` +
    `By hand, all of it together: ${removal}`
  );
}

const unknownData =
  "It is not known whether data was left, because the last `up` did not get far enough to record it. It is where it was kept " +
  "before: `docker volume ls` or `kubectl get pvc --all-namespaces` lists it.";

/**
 * Destroys the current stack and says where its data is.
 *
 * Usage: destroy.ts [further flags of `pulumi destroy`]
 */
async function main(flags: readonly string[]): Promise<void> {
  const state = readState();
  const { problem, elsewhere } = await lookForLostState(state);
  if (problem !== undefined) throw new UserError(problem);
  // A partial destroy may leave the network.
  const isPartial = flags.some((flag) => /^(--target|-t)/.test(flag));
  const attached = isPartial ? [] : await attachedContainers(state.resources);
  if (attached.length > 0) throw new UserError(describeAttached(attached));
  const outputs = await deployed(state);
  // Read it before: afterwards the current context may be another.
  const cluster = outputs && (await clusterOf(outputs).catch(() => undefined));
  // Only a preview refuses a protected resource before anything else is deleted; without outputs, for example after
  // a failed up, it is unknown whether there is one.
  const preview = outputs?.data?.isProtected === false ? ["--skip-preview"] : [];
  const args = ["destroy", "--yes", ...preview, ...flags];
  const { code, said } = await runPulumi(args, { keepsTerminal: true });
  if (code !== 0) {
    process.exitCode = code;
    console.error(describeLock(said, "make destroy") ?? describeFailure(outputs));
  } else if (isEmpty(state)) {
    console.log(
      `Nothing was deployed in this stack. If it left data before: make remove-data${stackArgument()}`,
    );
    if (elsewhere !== undefined) console.log(elsewhere);
  } else if (!isPartial) console.log(outputs ? describeData(outputs, cluster) : unknownData);
}

function describeFailure(outputs: StackOutputs | undefined): string {
  return [
    `If the engine or the cluster is gone for good, \`make drop${stackArgument()}\` forgets the stack.`,
    ...(outputs?.data?.isProtected
      ? [
          "This is a production stack: its data is protected, and nothing was destroyed. To remove the platform " +
            "and keep the data: add --exclude-protected. To destroy the data too: docs/environments.md.",
        ]
      : []),
  ].join("\n");
}

async function deployed(state: State): Promise<StackOutputs | undefined> {
  if (isEmpty(state)) return undefined;
  return readStackOutputs().catch((error: unknown) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
}

if (require.main === module) runScript(() => main(process.argv.slice(2)));
