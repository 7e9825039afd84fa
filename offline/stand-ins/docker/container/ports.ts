import { isProperties, unknown, type Properties, type Value } from "../../../../provider/sdk/value";

/**
 * Whether two lists publish the same ports: their order is irrelevant, and a host port that the program
 * leaves to Docker matches any port.
 */
export function isSamePorts(prior: Value, planned: Value): boolean {
  const [before, after] = [objects(prior), objects(planned)];
  if (before.length !== after.length) return false;
  return before.every((port) =>
    after.some((other) =>
      ["internal", "protocol", "ip", "external"].every(
        (name) => other[name] === unknown || other[name] === port[name],
      ),
    ),
  );
}

function objects(value: Value): Properties[] {
  return Array.isArray(value) ? value.filter(isProperties) : [];
}
