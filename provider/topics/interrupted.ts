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
    "declared, as far as the brokers say, and the state holds what is done. What they were asked for last they may " +
    "still do, and copies that are on the move go on moving, at the rate that was set. Run `pulumi up` again: it goes " +
    "on from there, and takes the rate off."
  );
}
