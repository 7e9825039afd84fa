import type { Problem } from "../../settings/problems";
import type { Settings } from "./schema";

/** What must hold between values; a value that is not well formed is left out, and its rules with it. */
export function rules(values: Partial<Settings>): Problem[] {
  return [...ports(values), ...topics(values)];
}

const portKeys = [
  "objectStorePort",
  "postgresPort",
  "connectPort",
  "nifiPort",
  "prefectPort",
] as const;

function ports(values: Partial<Settings>): Problem[] {
  return portKeys.flatMap((key, index) => {
    const earlier = portKeys.slice(0, index).find((each) => values[each] === values[key]);
    return earlier === undefined || values[key] === undefined
      ? []
      : [{ path: key, message: `is ${values[key]}, which ${earlier} is too; each needs its own` }];
  });
}

/** A message that cannot be read would be read, and rejected, again and again. */
function topics(values: Partial<Settings>): Problem[] {
  const pairs = [
    ["streamingTopic", "rejectedTopic"],
    ["changesTopic", "rejectedChangesTopic"],
    ["ordersTopic", "rejectedOrdersTopic"],
    ["paymentsTopic", "rejectedPaymentsTopic"],
  ] as const;
  return pairs.flatMap(([read, rejected]) =>
    values[read] === undefined || values[read] !== values[rejected]
      ? []
      : [
          {
            path: rejected,
            message: `is ${values[read]}, which is ${read}; must be another topic`,
          },
        ],
  );
}
