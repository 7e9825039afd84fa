import * as pulumi from "@pulumi/pulumi";
import type { Declaration, Json } from "./recording";

/** What stands for a recording's placeholders. */
export type Placeholders = Readonly<Record<string, string>>;

// The SDK's classes would take half a minute of every run to load.
class AnyProvider extends pulumi.ProviderResource {}
class AnyResource extends pulumi.CustomResource {}

/** Declares what a recorded program declared, as the SDK does. */
export function declare(declarations: readonly Declaration[], placeholders: Placeholders): void {
  const resources = new Map<string, pulumi.Resource>();
  for (const { type, name, inputs, options = {} } of declarations) {
    const resolved = resolve(inputs, placeholders, resources) as pulumi.Inputs;
    const { provider, dependsOn = [], ...others } = options;
    if (type === "pulumi:providers:kubernetes") {
      resources.set(
        name,
        new AnyProvider("kubernetes", name, asConfiguration(resolved), {
          version: "4.34.2",
        }),
      );
      continue;
    }
    const isSecret = type === "kubernetes:core/v1:Secret";
    if (isSecret) {
      for (const key of ["data", "stringData"]) {
        if (resolved[key] !== undefined) resolved[key] = pulumi.secret(resolved[key]);
      }
    }
    resources.set(
      name,
      new AnyResource(type, name, resolved, {
        ...others,
        ...(provider ? { provider: resources.get(provider) as pulumi.ProviderResource } : {}),
        dependsOn: dependsOn
          .map((other) => resources.get(other))
          .filter((other) => other !== undefined),
        ...(isSecret ? { additionalSecretOutputs: ["data", "stringData"] } : {}),
      }),
    );
  }
}

/** Providers take only texts: the SDK writes the rest as JSON. */
function asConfiguration(inputs: pulumi.Inputs): pulumi.Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

function resolve(
  value: Json,
  placeholders: Placeholders,
  resources: ReadonlyMap<string, pulumi.Resource>,
): unknown {
  if (typeof value === "string") return resolveText(value, placeholders, resources);
  if (Array.isArray(value))
    return value.map((element) => resolve(element, placeholders, resources));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, resolve(inner, placeholders, resources)]),
  );
}

function resolveText(
  text: string,
  placeholders: Placeholders,
  resources: ReadonlyMap<string, pulumi.Resource>,
): unknown {
  if (text.startsWith("$secret:")) return pulumi.secret(text.slice("$secret:".length));
  const [, reference] = /^\$\{(.+)\}$/.exec(text) ?? [];
  if (reference === undefined) return text;
  const placeholder = placeholders[reference];
  if (placeholder !== undefined) return placeholder;
  const [resource = "", ...path] = reference.split(".");
  return path.reduce<unknown>(
    (output, key) => (output as Record<string, unknown>)[key],
    resources.get(resource),
  );
}
