import type { State, StateResource } from "./state";

/**
 * Flags of `pulumi refresh` that take into the state what an update was creating in a Kubernetes cluster
 * when it was killed: it is there under its name, so that the next update could not create it. What was
 * not created after all, the refresh forgets again.
 */
export function adoptionFlags({ pending }: Pick<State, "pending">): string[] {
  return pending
    .filter(({ type, resource }) => type === "creating" && resource.type.startsWith("kubernetes:"))
    .flatMap(({ resource }) =>
      [resource.urn, idOf(resource)].flatMap((part) => ["--import-pending-creates", part]),
    );
}

/** The id that the provider gives an object whose name is declared. */
function idOf({ inputs }: StateResource): string {
  const { namespace, name = "" } = (inputs?.metadata ?? {}) as {
    readonly namespace?: string;
    readonly name?: string;
  };
  return namespace === undefined ? name : `${namespace}/${name}`;
}
