import type { CheckFailure } from "../sdk/provider";
import type { DataPlace } from "../data-place";
import type { Handler } from "../handler";

interface DataLocationInputs extends DataPlace {
  /** Not kept in the state. */
  readonly refusal?: string | undefined;
  /** Not kept in the state. */
  readonly unknown?: string | undefined;
}

/** Serves `kafka-platform:kafka:DataLocation`. */
export const dataLocationHandler: Handler<DataLocationInputs, object> = {
  inputs: ["target", "namePrefix", "namespace", "cluster"],
  outputs: [],
  // A cluster that does not answer now is still the same one.
  keep: ({ cluster }, now) => ({ ...now, ...(!now.cluster && cluster && { cluster }) }),
  check: (before, now) => {
    const move = before.target === undefined ? undefined : moved(before as DataPlace, now);
    if (move) {
      const [property, change, where] = move;
      return [{ property, reason: `${change}: the data of this stack is ${where}. ${advice}` }];
    }
    const unknown = before.target === undefined ? now.unknown : undefined;
    return [unknown, now.refusal].flatMap((reason) => (reason ? [{ property: "", reason }] : []));
  },
  apply: () => Promise.resolve({}),
};

const advice =
  "Elsewhere the platform would start without it. Set it back; nothing was changed. To start from scratch elsewhere, " +
  "use another stack, or `pulumi destroy` this one first";

type Moved = readonly [property: CheckFailure["property"], change: string, where: string];

function moved(before: DataPlace, now: DataPlace): Moved | undefined {
  if (before.target !== now.target) {
    return ["target", `target cannot change to ${now.target}`, whereabouts(before)];
  }
  if (before.namePrefix !== now.namePrefix) {
    return ["namePrefix", `namePrefix cannot change to "${now.namePrefix}"`, whereabouts(before)];
  }
  if (before.namespace !== now.namespace) {
    return ["namespace", `namespace cannot change to ${now.namespace}`, whereabouts(before)];
  }
  if (before.cluster && now.cluster && before.cluster !== now.cluster) {
    const change = "kubeconfig and kubernetesContext cannot change to another cluster";
    return ["cluster", change, `${whereabouts(before)} of the cluster that they named before`];
  }
  return undefined;
}

function whereabouts({ target, namePrefix, namespace }: DataPlace): string {
  switch (target) {
    case "docker":
      return `in Docker volumes such as ${namePrefix}kafka-data`;
    case "kubernetes":
      return `in the namespace ${namespace}`;
  }
}
