import { isProperties, type Properties } from "../../../../provider/sdk/value";
import { secret } from "../../../../provider/sdk/wire";

/** Replaces a Secret's `stringData` with `data`, as the API server does. */
export function encodeStringData(object: Properties): Properties {
  const { stringData, ...rest } = object;
  if (!isProperties(stringData)) return object;
  const encoded = Object.entries(stringData).map(([name, value]) => [
    name,
    typeof value === "string" ? Buffer.from(value, "utf8").toString("base64") : value,
  ]);
  const data = isProperties(rest.data) ? rest.data : {};
  return { ...rest, data: { ...data, ...(Object.fromEntries(encoded) as Properties) } };
}

/** Marks a Secret's data as secret, whether or not the program did. */
export function markSecretData(object: Properties): Properties {
  const marked = { ...object };
  for (const name of ["data", "stringData"]) {
    const value = marked[name];
    if (value !== undefined) marked[name] = secret(value);
  }
  return marked;
}
