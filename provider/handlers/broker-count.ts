import type { Connection } from "../../targets/connection";
import { type ExistingData, type SurplusData, surplusProblem } from "../existing-data";
import { incompleteBrokersProblem } from "../incomplete-data";
import { scaleDownProblem } from "../../kafka/scaling";
import type { Handler } from "../handler";

interface BrokerCountInputs {
  readonly connection: Connection;
  readonly brokers: number;
  /** Only for the check. Absent if the target could not be asked. */
  readonly surplus?: SurplusData;
  /** Only for the check. Absent if the target could not be asked. */
  readonly existing?: ExistingData;
}

/** Serves `kafka-platform:kafka:BrokerCount`. */
export const brokerCountHandler: Handler<BrokerCountInputs, object> = {
  inputs: ["connection", "brokers"],
  outputs: [],
  check: async (before, now) => {
    const reason = await problem(before, now);
    return reason === undefined ? [] : [{ property: "brokers", reason }];
  },
  apply: () => Promise.resolve({}),
};

async function problem(
  before: Partial<BrokerCountInputs>,
  { brokers, surplus, existing }: BrokerCountInputs,
): Promise<string | undefined> {
  // Brokers that were removed from a running cluster have left their volumes, which hold no partitions.
  if (!before.connection || !before.brokers) {
    return (
      (surplus && surplusProblem(surplus, brokers)) ??
      (existing && incompleteBrokersProblem(existing))
    );
  }
  return brokers < before.brokers ? scaleDownProblem(before.connection, brokers) : undefined;
}
