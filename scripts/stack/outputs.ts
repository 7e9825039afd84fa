import { execFileSync } from "node:child_process";
import type { DataPlaces } from "../../components/platform";
import type { KafkaUiAccess } from "../../kafka/smoke/kafka-ui";
import type { SmokeResult } from "../../kafka/smoke/result";
import type { OpenedPort } from "../../kafka/connections/open-ports";
import type { Connection } from "../../targets/connection";
import { withCurrentNames } from "../../provider/former-names";
import { UserError } from "../../common/user-error";
import { isEmpty, readState } from "./recover/state";
import { stackArgument } from "./stack-argument";

/** The outputs of a deployed stack, as index.ts returns them. */
export interface StackOutputs {
  readonly bootstrap: string;
  readonly bootstrapInside: string;
  readonly zookeeper: string;
  readonly zookeeperInside: string;
  readonly kafkaUi: string;
  /** Commands that open these addresses on this machine; none if they are open already. */
  readonly portForwards: readonly string[];
  /**
   * What these commands open: ports of this machine and where they lead. Absent in stacks that were deployed before
   * it was an output.
   */
  readonly forwards?: readonly OpenedPort[];
  readonly connection: Connection;
  /** Absent if Kafka UI is not deployed. */
  readonly kafkaUiAccess?: KafkaUiAccess;
  readonly clusterId: string;
  /** Absent in stacks that were deployed before it was an output. */
  readonly data?: DataPlaces;
  readonly topics: readonly string[];
  /** Text if the test is skipped. */
  readonly smokeTest: SmokeResult | string;
}

/**
 * Reads the outputs of the current stack.
 *
 * @throws UserError if nothing is deployed, or the state was lost.
 */
export async function readStackOutputs(): Promise<StackOutputs> {
  const text = execFileSync("pulumi", ["stack", "output", "--json", "--show-secrets"], {
    encoding: "utf8",
  });
  const outputs = withCurrentNames(JSON.parse(text) as Partial<StackOutputs>);
  if (outputs.bootstrap === undefined) throw new UserError(await whyThereAreNone());
  return outputs as StackOutputs;
}

async function whyThereAreNone(): Promise<string> {
  const state = readState();
  const stack = stackArgument(state.stack);
  if (!isEmpty(state)) {
    return (
      "The last `up` of this stack failed before it could say where everything is. Correct what it named and " +
      `run \`make up${stack}\` or \`make recover${stack}\`; \`make destroy${stack}\` removes what exists.`
    );
  }
  const { lookForLostState } = await import("./lost-state");
  const { problem, elsewhere } = await lookForLostState(state);
  if (problem !== undefined) return problem;
  return [`Nothing is deployed in this stack. Run \`make up${stack}\` first.`, elsewhere ?? []]
    .flat()
    .join("\n");
}
