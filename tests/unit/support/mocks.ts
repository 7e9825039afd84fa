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
 */
export function recordResources(): Registered[] {
  const registered: Registered[] = [];
  void pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push({ type, name, inputs: inputs as Record<string, unknown> });
      const { metadata } = inputs as { metadata?: object };
      const state = {
        ...(inputs as Registered["inputs"]),
        imageId: `sha256:${name}`,
        ...(metadata && { metadata: { ...metadata, resourceVersion: "7" } }),
      };
      return { id: `${name}-id`, state };
    },
    call: () => ({}),
  });
  return registered;
}

/** Waits until every resource declared so far has been registered. */
export async function settled(): Promise<void> {
  await pulumi.runtime.disconnect();
}
