import { setTimeout as pause } from "node:timers/promises";

interface Patience {
  /** What is waited for, as in "waited 60 s for ...". */
  readonly what: string;
  readonly seconds?: number;
  readonly everyMilliseconds?: number;
}

/** Waits until something holds. @throws Error that says what it waited for, by default after a minute */
export async function until(
  holds: () => boolean | Promise<boolean>,
  { what, seconds = 60, everyMilliseconds = 100 }: Patience,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}`);
    await pause(everyMilliseconds);
  }
}
