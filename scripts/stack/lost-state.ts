import { basename } from "node:path";
import { openEngine } from "../../targets/docker/open-engine";
import { platformHosts } from "../../settings/services";
import { stackLabel } from "../../targets/docker/own-label";
import * as docker from "../../targets/docker/taken";
import { askCluster } from "../../targets/kubernetes/ask-cluster";
import { isOwn } from "../../targets/kubernetes/names";
import * as kubernetes from "../../targets/kubernetes/unknown";
import { isEmpty, readState, type State } from "./recover/state";
import { readStackPlace, type StackPlace } from "./place";

const limitMilliseconds = 15_000;

/** What exists of a stack without a state in the place where it is configured to be. */
export interface LostState {
  /** What exists and how to go on; undefined if nothing does, or the target does not say. */
  readonly problem?: string | undefined;
  /** What has the stack's label but names other than those of its configuration. */
  readonly elsewhere?: string | undefined;
}

/** Looks for a platform of the current stack that its state does not know. */
export async function lookForLostState(
  { stack, ...state }: State = readState(),
): Promise<LostState> {
  if (!isEmpty(state)) return {};
  const name = basename(stack);
  const place = readStackPlace();
  if (place.target === "docker") return onDocker(name, place.namePrefix);
  const workloads = await ownWorkloads(place);
  return workloads.length === 0
    ? {}
    : { problem: sentence(kubernetes.describeUnknown(workloads, { ...place, stack: name })) };
}

async function onDocker(stack: string, namePrefix: string): Promise<LostState> {
  const network = `${namePrefix}kafka-platform`;
  const isTaken = (name: string) =>
    platformHosts.some(
      (host) =>
        name.startsWith(`${namePrefix}${host}`) &&
        /^(-\d+)?$/.test(name.slice(namePrefix.length + host.length)),
    );
  const found = await docker.findTakenNames(isTaken, network);
  const others = docker.strangers(found, stack);
  const own = found.filter((each) => !others.includes(each));
  if (own.length > 0) return { problem: sentence(docker.describeUnknown(own, stack)) };
  const filters = { label: [`${stackLabel}=${stack}`] };
  const labelled = await openEngine()
    .listContainers({ all: true, filters })
    .then((all) => all.map(({ Names: [name = ""] }) => name.slice(1)))
    .catch(() => []);
  if (labelled.length === 0) return {};
  return {
    elsewhere:
      `The stack ${stack} has container ${labelled.sort().join(", ")} under other names than its configuration ` +
      `gives, where namePrefix is "${namePrefix}": from another checkout, or from this one with an earlier namePrefix.`,
  };
}

async function ownWorkloads({
  access,
  namespace,
}: Extract<StackPlace, { target: "kubernetes" }>): Promise<string[]> {
  const wanted = { namespace, createNamespace: false, retainNamespace: true };
  const { workloads = [] } = await askCluster(access, wanted, limitMilliseconds);
  return workloads
    .filter(({ name, labels }) => platformHosts.includes(name) && isOwn(labels))
    .map(({ kind, name }) => `${kind} ${name}`);
}

/** Makes it a sentence: the program's text follows a setting's name, in lower case and without a full stop. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
