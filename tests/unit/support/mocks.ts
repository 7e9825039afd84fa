import * as pulumi from "@pulumi/pulumi";

/** A resource as a program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/**
 * Replaces the engine by a recorder for the tests of a file. It says what a program declares; how
 * a provider takes it, and in which order, only an end-to-end test can say.
 *
 * @param outputs What the provider of a resource would add to its inputs. Default: what every test needs.
 */
export function recordResources(
  outputs: (resource: Pick<Registered, "type" | "name">) => object = () => ({}),
): Registered[] {
  const registered: Registered[] = [];
  void pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push({ type, name, inputs: inputs as Record<string, unknown> });
      const { metadata } = inputs as { metadata?: object };
      const state = {
        ...(inputs as Registered["inputs"]),
        imageId: `sha256:${name}`,
        ...(metadata && { metadata: { ...metadata, resourceVersion: "7" } }),
        ...outputs({ type, name }),
      };
      return { id: `${name}-id`, state };
    },
    call: () => ({}),
  });
  return registered;
}

/** All resources since the last {@link recordResources}, each as `parent's type$type name`. */
export function registeredTypes(): string[] {
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    getRegisteredResources(): ReadonlyMap<string, unknown>;
  };
  return [...monitor.getRegisteredResources().keys()].map((urn) => {
    const [, , type = "", name = ""] = urn.split("::");
    return `${type} ${name}`;
  });
}

/** Waits until every resource declared so far has been registered. */
export async function settled(): Promise<void> {
  await pulumi.runtime.disconnect();
}
