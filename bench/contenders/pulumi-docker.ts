import { TestStack } from "../../tests/e2e/support/stack";
import { brokerAddresses, platformConfig, platformSettings } from "../platform";
import type { Contender } from "./contender";
import { containerMemory } from "./docker";
import { type PulumiOperations, pulumiOperations } from "./pulumi";

/**
 * This project on a Docker engine.
 *
 * @param changes Further configuration.
 */
export async function pulumiDocker(
  brokers: number,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Contender & PulumiOperations> {
  const name = `pulumi-docker-${brokers}`;
  const config = { ...(await platformConfig(`bench-${name}`, brokers)), ...changes };
  const stack = await TestStack.create(`bench-${name}`, config);
  return {
    ...pulumiOperations(stack),
    name,
    title: "`pulumi up`",
    brokers,
    connection: { via: "direct", addresses: brokerAddresses(platformSettings(config)) },
    memory: async () => {
      const containers = await stack.containers();
      return containerMemory(containers.map((each) => `${stack.prefix}${each}`));
    },
    remove: () => stack.remove(),
  };
}
