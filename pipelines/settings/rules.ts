import type { Problem } from "../../settings/problems";
import { type Part, parts } from "./parts";
import type { Settings } from "./schema";

/** What must hold between values; a value that is not well formed is left out, and its rules with it. */
export function rules(values: Partial<Settings>): Problem[] {
  return [...ports(values), ...topics(values)];
}

/** A part that is left out has no port. */
function ports(values: Partial<Settings>): Problem[] {
  const keys = (parts as readonly Part[])
    .filter(({ switchedBy }) => switchedBy === undefined || values[switchedBy] !== false)
    .flatMap(({ portKey }) => (portKey === undefined ? [] : [portKey]));
  return keys.flatMap((key, index) => {
    const earlier = keys.slice(0, index).find((each) => values[each] === values[key]);
    return earlier === undefined || values[key] === undefined
      ? []
      : [{ path: key, message: `is ${values[key]}, which ${earlier} is too; each needs its own` }];
  });
}

/** A message that cannot be read would be read, by this part or by another one, and rejected, again and again. */
function topics(values: Partial<Settings>): Problem[] {
  const read = ["streamingTopic", "changesTopic", "ordersTopic", "paymentsTopic"] as const;
  const rejected = [
    "rejectedTopic",
    "rejectedChangesTopic",
    "rejectedOrdersTopic",
    "rejectedPaymentsTopic",
  ] as const;
  return rejected.flatMap((path) => {
    const same = read.find((key) => values[key] !== undefined && values[key] === values[path]);
    return same === undefined
      ? []
      : [{ path, message: `is ${values[path]}, which is ${same}; must be another topic` }];
  });
}
