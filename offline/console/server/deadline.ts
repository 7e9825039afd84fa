import { AsyncLocalStorage } from "node:async_hooks";

/** Milliseconds after which a page gets what is known by then: half a second less than the time promised for it. */
const budget = 1500;

const deadlines = new AsyncLocalStorage<number>();

/** Does something within the time that a page may take: waits no longer than that for brokers' answers. */
export function inTime<Result>(work: () => Promise<Result>): Promise<Result> {
  return deadlines.run(Date.now() + budget, work);
}

/** Milliseconds left of the page's time, from 0; Infinity if no page is waiting. */
export function timeLeft(): number {
  const deadline = deadlines.getStore();
  return deadline === undefined ? Infinity : Math.max(0, deadline - Date.now());
}

/** The result of a promise within some milliseconds, else undefined; a later failure is ignored. */
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
