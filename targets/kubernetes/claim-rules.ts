import type { ClaimFacts, ClusterFacts, ObjectFacts } from "./cluster-facts";
import type { Finding } from "./finding";
import { claimName, isOwn, replicaIndexes } from "./names";
import { classProblem, growthProblem, sizeProblem } from "./storage-rules";

/** The volumes that a workload will have, all of one size. */
export interface WantedVolumes {
  readonly host: string;
  readonly replicas: number;
  readonly volumes: readonly string[];
  readonly sizeGiB: number;
  /** Name of the setting for the size. */
  readonly setting: string;
}

/** What will be in the namespace. */
export interface WantedObjects {
  readonly namespace: string;
  /** Host names of the workloads, which their objects are named after. */
  readonly hosts: readonly string[];
  readonly storage: readonly WantedVolumes[];
  readonly storageClass: string;
  /** How a person calls kubectl for the cluster. */
  readonly kubectl: string;
}

/**
 * Checks whether what is in the namespace allows what is wanted: finds names that are taken, and volumes that cannot be
 * as configured.
 */
export function judgeObjects(facts: ClusterFacts, wanted: WantedObjects): Finding[] {
  const claims = facts.claims ?? [];
  const names = new Set(wanted.storage.flatMap(claimNames));
  const ours = claims.filter(({ name, labels }) => names.has(name) && isOwn(labels));
  const taken = [
    ...(facts.workloads ?? []).filter(({ name }) => wanted.hosts.includes(name)),
    ...claims.filter(({ name }) => names.has(name)),
  ].filter(({ labels }) => !isOwn(labels));
  const isUnread = facts.namespace !== "absent" && !(facts.claims && facts.workloads);
  return [
    ...(isUnread
      ? [
          {
            path: "namespace",
            unchecked: `which names are taken in ${wanted.namespace}, and which sizes its volumes have`,
          },
        ]
      : []),
    ...takenNames(taken, wanted),
    ...wanted.storage.flatMap((each) => {
      const own = new Set(claimNames(each));
      const found = ours.filter(({ name }) => own.has(name)).sort((a, b) => b.sizeGiB - a.sizeGiB);
      // The same reason holds for the others.
      return firstOf(found.map((claim) => sizeFinding(claim, each, facts, wanted)));
    }),
    ...firstOf(ours.map((claim) => classFinding(claim, wanted))),
  ];
}

function claimNames({ host, replicas, volumes }: WantedVolumes): string[] {
  return replicaIndexes(replicas).flatMap((index) =>
    volumes.map((volume) => claimName(volume, host, index)),
  );
}

function takenNames(taken: readonly ObjectFacts[], { namespace }: WantedObjects): Finding[] {
  if (taken.length === 0) return [];
  const names = taken.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  const problem = `is ${namespace}, where others own ${names}; choose another namespace`;
  return [{ path: "namespace", problem }];
}

function sizeFinding(
  claim: ClaimFacts,
  { sizeGiB, setting }: WantedVolumes,
  { classes }: ClusterFacts,
  { namespace, kubectl }: WantedObjects,
): Finding | undefined {
  if (claim.sizeGiB === sizeGiB) return undefined;
  const volume = `claim ${claim.name}`;
  if (!claim.isBound) {
    const problem =
      `is ${sizeGiB}, but ${volume} is still waiting for a volume of ${claim.sizeGiB} GiB and cannot change; ` +
      `it is still empty: ${kubectl} -n ${namespace} delete pvc ${claim.name}, and deploy with --refresh`;
    return { path: setting, problem };
  }
  const sizes = { thereGiB: claim.sizeGiB, wantedGiB: sizeGiB };
  const problem =
    sizeProblem(volume, claim.sizeGiB, sizeGiB) ??
    (classes && growthProblem(volume, sizes, claim.storageClass, classes));
  if (problem !== undefined) return { path: setting, problem };
  return classes
    ? undefined
    : { path: setting, unchecked: `whether storage class ${claim.storageClass} lets volumes grow` };
}

function classFinding(claim: ClaimFacts, { storageClass }: WantedObjects): Finding | undefined {
  // A stack that configures no class accepts what exists.
  const problem =
    storageClass && classProblem(`claim ${claim.name}`, claim.storageClass, storageClass);
  return problem ? { path: "storageClass", problem } : undefined;
}

function firstOf(findings: readonly (Finding | undefined)[]): Finding[] {
  return findings.filter((finding) => finding !== undefined).slice(0, 1);
}
