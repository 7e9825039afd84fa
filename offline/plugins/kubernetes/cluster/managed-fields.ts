import { isProperties, type Properties } from "../../../../plugin/value";
import { objects, text } from "../object";

/** Who creates objects; updates are by a manager of the object's own. */
export const createManager = "pulumi-kubernetes";

// The provider's create, and kubectl's commands such as `kubectl-set`; not subresources.
const takenOver: readonly string[] = ["kubectl", "before-first-apply", createManager];

/** Whether fields belong to the manager that created the object, as before the first update. */
export function ownedByCreate(live: Properties): boolean {
  return managedFields(live).some(
    (entry) => text(entry, "operation") === "Update" && text(entry, "manager") === createManager,
  );
}

/**
 * Hands the fields of the creating manager and of kubectl to the object's own manager. Without it
 * a server-side apply could neither change them nor take them away.
 *
 * @returns operations of a JSON patch; none if the own manager has them all
 */
export function takeOverFields(live: Properties, manager: string): Properties[] {
  const entries = managedFields(live);
  const taken = entries.filter(isTakenOver);
  if (taken.length === 0) return [];
  const own = entries.find(
    (entry) => text(entry, "manager") === manager && text(entry, "operation") === "Apply",
  );
  const sources = own ? [own, ...taken] : taken;
  const united: Properties = {
    ...sources[0],
    manager,
    operation: "Apply",
    fieldsV1: sources.map(({ fieldsV1 }) => (isProperties(fieldsV1) ? fieldsV1 : {})).reduce(unite),
  };
  const others = entries.filter((other) => !sources.includes(other));
  return [
    { op: "replace", path: "/metadata/managedFields", value: [...others, united] },
    {
      op: "replace",
      path: "/metadata/resourceVersion",
      value: text(live, "metadata", "resourceVersion"),
    },
  ];
}

function isTakenOver(entry: Properties): boolean {
  const operation = text(entry, "operation");
  const manager = text(entry, "manager");
  if (text(entry, "subresource")) return false;
  if (operation === "Apply") return manager.startsWith("kubectl");
  return operation === "Update" && takenOver.some((name) => manager.startsWith(name));
}

function unite(a: Properties, b: Properties): Properties {
  const united = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const other = united[name];
    united[name] = isProperties(other) && isProperties(value) ? unite(other, value) : value;
  }
  return united;
}

function managedFields(live: Properties): Properties[] {
  return objects(live, "metadata", "managedFields");
}
