import { isProperties, type Properties, type Value } from "../../../../provider/sdk/value";

const serverMetadata: readonly string[] = [
  "creationTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
];

/** The declared fields with their current values in the cluster. */
export function refreshedInputs(live: Properties, declared: Properties): Properties {
  return Object.fromEntries(
    Object.entries(live)
      .filter(([name]) => name in declared)
      .map(([name, value]) => [name, prune(value, declared[name] ?? null)]),
  );
}

function prune(live: Value, declared: Value): Value {
  if (isProperties(live) && isProperties(declared)) return refreshedInputs(live, declared);
  if (Array.isArray(live) && Array.isArray(declared)) {
    return live
      .slice(0, declared.length)
      .map((element, index) => prune(element, declared[index] ?? null));
  }
  return live;
}

/** Inputs for an object that Pulumi did not create: everything that the server does not set itself. */
export function importedInputs(live: Properties): Properties {
  const inputs = Object.fromEntries(Object.entries(live).filter(([name]) => name !== "status"));
  if (!isProperties(inputs.metadata)) return inputs;
  const metadata = Object.entries(inputs.metadata).filter(
    ([name]) => !serverMetadata.includes(name),
  );
  return { ...inputs, metadata: Object.fromEntries(metadata) };
}
