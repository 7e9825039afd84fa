import { readFileSync } from "node:fs";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

// Declares the resources in the JSON file that DECLARATIONS names, in the form of the recordings.

interface Declaration {
  readonly kind: "Container" | "Network" | "RemoteImage" | "Volume";
  readonly name: string;
  readonly props: unknown;
  readonly opts?: unknown;
}

type Constructor = new (name: string, props: unknown, opts: unknown) => pulumi.CustomResource;

const declared = new Map<string, Record<string, unknown>>();

function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== "object" || value === null) return value;
  if ("$secret" in value) return pulumi.secret(value.$secret);
  if ("$ref" in value && typeof value.$ref === "string") {
    const [name = "", output] = value.$ref.split(".");
    return output === undefined ? declared.get(name) : declared.get(name)?.[output];
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
}

const declarations = JSON.parse(
  readFileSync(process.env.DECLARATIONS ?? "", "utf8"),
) as Declaration[];
for (const { kind, name, props, opts } of declarations) {
  const resource = new (docker[kind] as unknown as Constructor)(
    name,
    resolve(props),
    resolve(opts),
  );
  declared.set(name, resource as unknown as Record<string, unknown>);
}
