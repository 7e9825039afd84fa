import { isProperties, type Properties } from "../../../../provider/sdk/value";
import { objects, text } from "../object";

/** The field manager that creates objects; each object has its own field manager for updates. */
export const createManager = "pulumi-kubernetes";

// The manager of creates, and kubectl's commands such as `kubectl-set`; not subresources.
const takenOver: readonly string[] = ["kubectl", "before-first-apply", createManager];

/** Whether the manager that created the object still owns fields, as before the first update. */
export function ownedByCreate(live: Properties): boolean {
  return managedFields(live).some(
    (entry) => text(entry, "operation") === "Update" && text(entry, "manager") === createManager,
  );
}

/**
 * Hands the fields of the creating manager and of kubectl to the object's own manager. Without this
 * a server-side apply could neither change nor remove them.
 *
 * @returns operations of a JSON patch; none if the object's own manager has all the fields
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
