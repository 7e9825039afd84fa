import { brokerSettingProblem } from "../../kafka/settings/broker";
import { brokerConflicts } from "../../kafka/settings/broker-orders";
import { isDerived } from "./derived-settings";

/**
 * Finds values that Kafka 3.5 does not accept, alone or in combination with others.
 *
 * @param replicas Number of brokers. Default: not known, and nothing that depends on it is checked.
 */
export function brokerSettingsProblems(
  settings: Readonly<Record<string, string>>,
  replicas?: number,
): { readonly name: string; readonly message: string }[] {
  const malformed = Object.entries(settings).flatMap(([name, value]) => {
    const message = isDerived(name) ? undefined : brokerSettingProblem(name, value);
    return message === undefined ? [] : [{ name, message }];
  });
  const isMalformed = (name: string) => malformed.some((each) => each.name === name);
  const conflicts = replicas === undefined ? [] : brokerConflicts(settings, replicas);
  return [...malformed, ...conflicts.filter(({ name }) => !isMalformed(name))];
}
