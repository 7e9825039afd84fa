import { spawnSync } from "node:child_process";
import {
  describeCluster,
  kubectlFor,
  type WhichCluster,
} from "../targets/kubernetes/which-cluster";
import { UserError } from "../user-error";
import { attachedContainers, describeAttached } from "./attached";
import { readStackOutputs, type StackOutputs } from "./stack-outputs";
import { clusterOf } from "./status";

/**
 * What became of the data of a destroyed stack, and how what was kept can be removed.
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
    `To remove it: make remove-data${stackArgument()}, which says what it removes, and asks.\n` +
    `By hand, all of it together: ${removal}`
  );
}

/** What a make command needs to mean the current stack. */
function stackArgument(): string {
  const { PULUMI_STACK: stack = "dev" } = process.env;
  return stack === "dev" ? "" : ` STACK=${stack}`;
}

const unknownData =
  "Whether data stays is not known, because the last `up` did not get far enough to say. It stays where it was kept " +
  "before: `docker volume ls` or `kubectl get pvc --all-namespaces` lists it.";

/**
 * Destroys the current stack and says where its data is.
 *
 * Usage: destroy.ts [further flags of `pulumi destroy`]
 */
async function main(flags: readonly string[]): Promise<void> {
  // What is to go in part only may leave the network.
  const attached = flags.some((flag) => /^(--target|-t$)/.test(flag))
    ? []
    : await attachedContainers();
  if (attached.length > 0) {
    console.error(describeAttached(attached));
    process.exitCode = 1;
    return;
  }
  const outputs = deployed();
  // Before: afterwards the current context may be another.
  const cluster = outputs && (await clusterOf(outputs).catch(() => undefined));
  // Only a preview refuses a protected resource before anything else is gone; without outputs, as after an up
  // that failed, nobody knows whether there is one.
  const preview = outputs?.data?.isProtected === false ? ["--skip-preview"] : [];
  const args = ["destroy", "--yes", ...preview, ...flags];
  const { status } = spawnSync("pulumi", args, { stdio: "inherit" });
  if (status !== 0) {
    process.exitCode = status ?? 1;
    console.error(
      `If the engine or the cluster is gone for good, \`make drop${stackArgument()}\` forgets the stack.`,
    );
    if (outputs?.data?.isProtected) {
      console.error(
        "This is a production stack: its data is protected, and nothing was destroyed. Take the platform " +
          "away and leave the data: add --exclude-protected. Destroy the data too: docs/environments.md.",
      );
    }
  } else {
    console.log(outputs ? describeData(outputs, cluster) : unknownData);
  }
}

function deployed(): StackOutputs | undefined {
  try {
    return readStackOutputs();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

if (require.main === module) void main(process.argv.slice(2));
