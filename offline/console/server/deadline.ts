import { AsyncLocalStorage } from "node:async_hooks";

/** Milliseconds after which a page is answered with what is known by then: half a second less than it is promised in. */
const budget = 1500;

const deadlines = new AsyncLocalStorage<number>();

/** Does something within the time that a page may take: what it asks brokers is awaited no longer. */
export function inTime<Result>(work: () => Promise<Result>): Promise<Result> {
  return deadlines.run(Date.now() + budget, work);
}

/** Milliseconds that are left of the page's time, from 0 on; Infinity where no page waits. */
export function timeLeft(): number {
  const deadline = deadlines.getStore();
  return deadline === undefined ? Infinity : Math.max(0, deadline - Date.now());
}

/** What a promise comes to within so many milliseconds, else undefined; how it fails later is nobody's concern. */
export async function within<Result>(
  promise: Promise<Result>,
  milliseconds: number,
): Promise<Result | undefined> {
  if (milliseconds === Infinity) return promise;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
