import type { Reach } from "../../targets/reach";
import { scaleDownProblem } from "../scaling";
import type { Handler } from "./handler";

interface BrokerCountInputs {
  readonly reach: Reach;
  readonly brokers: number;
}

/** Serves `kafka-platform:kafka:BrokerCount`. */
export const brokerCountHandler: Handler<BrokerCountInputs, object> = {
  inputs: ["reach", "brokers"],
  outputs: [],
  check: async (before, { brokers }) => {
    if (!before.reach || !before.brokers || brokers >= before.brokers) return [];
    const reason = await scaleDownProblem(before.reach, brokers);
    return reason === undefined ? [] : [{ property: "brokers", reason }];
  },
  apply: () => Promise.resolve({}),
};
