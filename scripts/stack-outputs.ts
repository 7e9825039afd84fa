import { execFileSync } from "node:child_process";
import type { DataPlaces } from "../components/platform";
import type { KafkaUiAccess } from "../kafka/smoke/kafka-ui";
import type { SmokeResult } from "../kafka/smoke/result";
import type { OpenedPort } from "../kafka/open-ports";
import type { Reach } from "../targets/reach";
import { UserError } from "../user-error";

/** The outputs of a deployed stack, as index.ts returns them. */
export interface StackOutputs {
  readonly bootstrap: string;
  readonly bootstrapInside: string;
  readonly zookeeper: string;
  readonly zookeeperInside: string;
  readonly kafkaUi: string;
  /** Commands that open these addresses on this machine; none where they are open. */
  readonly portForwards: readonly string[];
  /** What these commands open, each a port of this machine and where it leads to. Absent in stacks that were deployed before it was an output. */
  readonly forwards?: readonly OpenedPort[];
  readonly reach: Reach;
  /** Absent where Kafka UI is not deployed. */
  readonly kafkaUiAccess?: KafkaUiAccess;
  readonly clusterId: string;
  /** Absent in stacks that were deployed before it was an output. */
  readonly data?: DataPlaces;
  readonly topics: readonly string[];
  /** Text where the test is left out. */
  readonly smokeTest: SmokeResult | string;
}

/**
 * Reads the outputs of the current stack.
 *
 * @throws UserError where nothing is deployed.
 */
export function readStackOutputs(): StackOutputs {
  const text = execFileSync("pulumi", ["stack", "output", "--json", "--show-secrets"], {
    encoding: "utf8",
  });
  const outputs = JSON.parse(text) as Partial<StackOutputs>;
  if (outputs.bootstrap === undefined) {
    throw new UserError(
      isEmpty()
        ? "Nothing is deployed in this stack. Run `make up` first."
        : "The last `up` of this stack failed before it could say where everything is. Correct what it named and " +
            "run `make up` or `make recover`; `make destroy` takes away what there is.",
    );
  }
  return outputs as StackOutputs;
}

/** Whether the current stack has no resources but itself. */
function isEmpty(): boolean {
  const text = execFileSync("pulumi", ["stack", "export"], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  const { deployment } = JSON.parse(text) as { deployment?: { resources?: unknown[] } };
  return (deployment?.resources?.length ?? 0) <= 1;
}
