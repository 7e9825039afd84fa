import { isDeepStrictEqual } from "node:util";
import { interruptionOf } from "../../common/interruption";
import type { TopicDeclarations } from "../../kafka/topics/declaration";

/** The message for a change of topics that was interrupted before it was planned. */
export function interruptedBefore(signal: AbortSignal): string {
  return `The change of topics was ${interruptionOf(signal)}; no topic was changed.`;
}

/**
 * The message for a change of topics that was interrupted in the middle.
 *
 * @param declared The topics as they should be.
 * @param now The topics as the state has them.
 */
export function interrupted(
  signal: AbortSignal,
  declared: TopicDeclarations,
  now: TopicDeclarations,
): string {
  const names = Object.keys(declared);
  const done = names.filter((name) => isDeepStrictEqual(now[name], declared[name]));
  return (
    `The change of topics was ${interruptionOf(signal)}: ${done.length} of ${names.length} declared topics are as ` +
    "declared, as far as the brokers report, and the state records what is done. The brokers may still carry out the " +
    "last requests, and replicas that are moving keep moving, at the rate that was set. Run `pulumi up` again: it " +
    "continues from there, and removes the rate."
  );
}
