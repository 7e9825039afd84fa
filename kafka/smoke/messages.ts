/** A message of the smoke test. */
export interface SmokeMessage {
  readonly key: string;
  /** JSON: {@link SmokeValue}. */
  readonly value: string;
}

interface SmokeValue {
  /** The run that sent it. */
  readonly run: string;
  /** Its number within the run, from 0: for one key the numbers only grow. */
  readonly number: number;
}

/** A message as a consumer received it. */
export interface ReceivedMessage {
  readonly key: string | undefined;
  readonly value: string | undefined;
}

const keys = 20;

/** The messages of a run, in the order they are sent. */
export function smokeMessages(run: string, count: number): SmokeMessage[] {
  return Array.from({ length: count }, (_, number) => ({
    key: `key-${number % keys}`,
    value: JSON.stringify({ run, number } satisfies SmokeValue),
  }));
}

/**
 * Compares what was received with what was sent, ignoring anything else in the topic.
 *
 * @returns What is wrong: lost, duplicated or altered messages, or a key whose messages are out of order.
 */
export function verifyMessages(
  run: string,
  sent: readonly SmokeMessage[],
  received: readonly ReceivedMessage[],
): string[] {
  const times = new Map<number, number>();
  const last = new Map<string, number>();
  let altered = 0;
  const disordered = new Set<string>();
  for (const { key, value } of received) {
    const number = messageNumber(run, value);
    if (number === undefined) continue;
    const original = sent[number];
    if (key === undefined || original?.key !== key || original.value !== value) {
      altered += 1;
      continue;
    }
    if (number < (last.get(key) ?? -1)) disordered.add(key);
    last.set(key, number);
    times.set(number, (times.get(number) ?? 0) + 1);
  }
  const doubled = [...times.values()].filter((count) => count > 1).length;
  const lost = sent.length - times.size;
  return [
    ...(lost > 0 ? [`${lost} of ${sent.length} messages did not arrive`] : []),
    ...(doubled > 0 ? [`${doubled} messages arrived more than once`] : []),
    ...(altered > 0 ? [`${altered} messages arrived altered`] : []),
    ...(disordered.size > 0 ? [`the order was lost within ${[...disordered].join(", ")}`] : []),
  ];
}

/** The number of a message of this run; undefined for a message of another run or of someone else. */
export function messageNumber(run: string, value: string | undefined): number | undefined {
  try {
    const parsed = JSON.parse(value ?? "null") as Partial<SmokeValue> | null;
    return parsed?.run === run ? parsed.number : undefined;
  } catch {
    return undefined;
  }
}
