/** Properties by the names that states and outputs of release 0.1.0 have for them. */
const renamed: Readonly<Record<string, string>> = { reach: "connection" };

/**
 * Properties under today's names, at any depth: a stack that an earlier release deployed continues without a diff.
 *
 * @param properties Properties of one of this project's own resources, or a stack's outputs.
 */
export function withCurrentNames<Properties extends object>(properties: Properties): Properties {
  return rename(properties) as Properties;
}

function rename(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rename);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      Object.hasOwn(renamed, name) && isConnection(each) ? renamed[name] : name,
      rename(each),
    ]),
  );
}

/** A topic may have any name, and is no connection. */
function isConnection(value: unknown): boolean {
  return typeof value === "object" && value !== null && "via" in value;
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}
