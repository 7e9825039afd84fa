// Not from the whole SDK: it takes the plugin half a second to load, at every command.
import * as rpc from "@pulumi/pulumi/runtime/rpc";

type Properties = Record<string, unknown>;

/** Properties with every secret in the clear, and the names of those that held one. */
export interface Revealed {
  readonly values: Properties;
  readonly secretNames: readonly string[];
}

/** Takes the marks of secrets off properties as the engine sends them. */
export function reveal(properties: Properties): Revealed {
  const secretNames: string[] = [];
  const values = Object.entries(properties).map(([name, value]) => {
    const [plain, isSecret] = unwrap(value);
    if (isSecret) secretNames.push(name);
    return [name, plain];
  });
  return { values: Object.fromEntries(values) as Properties, secretNames };
}

/** Marks the named properties as secret, for the engine to encrypt in its state. */
export function conceal(properties: object, secretNames: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]: [string, unknown]) => [
      name,
      secretNames.includes(name) ? { [rpc.specialSigKey]: rpc.specialSecretSig, value } : value,
    ]),
  );
}

function unwrap(value: unknown): [plain: unknown, isSecret: boolean] {
  if (rpc.isRpcSecret(value)) return [unwrap(rpc.unwrapRpcSecret(value))[0], true];
  if (Array.isArray(value)) {
    const items = value.map(unwrap);
    return [items.map(([plain]) => plain), items.some(([, isSecret]) => isSecret)];
  }
  if (typeof value === "object" && value !== null) {
    const { values, secretNames } = reveal(value as Properties);
    return [values, secretNames.length > 0];
  }
  return [value, false];
}
