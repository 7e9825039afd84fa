/** Why an operation ends early: the reason of its abort signal. */
export class Interruption extends Error {
  /** @param how Completes "The operation was ...": `cancelled`. */
  constructor(readonly how: string) {
    super(`The operation was ${how}`);
  }
}

/** How the operation of a signal was interrupted, such as `cancelled`; undefined if it was not. */
export function interruptionOf(signal: AbortSignal | undefined): string | undefined {
  if (!signal?.aborted) return undefined;
  return signal.reason instanceof Interruption ? signal.reason.how : "cancelled";
}

const longestTimer = 2 ** 31 - 1;

/**
 * The signal of one operation.
 *
 * @param cancelled Ends every operation.
 * @param timeoutSeconds The time limit that the resource's option `customTimeouts` sets; 0: none.
 */
export function operationSignal(cancelled: AbortSignal, timeoutSeconds: number): AbortSignal {
  if (timeoutSeconds <= 0) return cancelled;
  const limit = new AbortController();
  setTimeout(
    () =>
      limit.abort(new Interruption(`ended after the ${timeoutSeconds} s of its customTimeouts`)),
    Math.min(timeoutSeconds * 1000, longestTimer),
  ).unref();
  return AbortSignal.any([cancelled, limit.signal]);
}

/** Settles like `work`, or rejects with the signal's reason as soon as the signal is aborted. */
export function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
