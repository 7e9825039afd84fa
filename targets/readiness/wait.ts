import { setTimeout as pause } from "node:timers/promises";
import { interruptionOf, unlessAborted } from "../../common/interruption";
import { CrashWatch, type Failing } from "./crash-watch";
import { lookAt, type ReplicaState, type Sight, type Watched } from "./watched";

/** Between two looks: of someone who waits for replicas, and of someone who only watches for failures. */
const pollMilliseconds = { wait: 250, watch: 500 };
/** If an engine or API server has not answered by then, the look has failed. */
const lookMilliseconds = 30_000;

/**
 * Waits until all replicas exist and are ready.
 *
 * @param signal Ends the wait early.
 * @throws Error with the last lines of the log: as soon as a replica will not become ready by itself, and when the time
 *   is up.
 */
export async function waitUntilReady(
  watched: Watched,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  let seen: Sight | undefined;
  for await (const { sight, problem } of looks(watched, signal, true)) {
    if (!sight) {
      if (Date.now() > deadline) {
        const why = `the state of ${subject(watched)} cannot be read (${problem})`;
        throw new Error(`Not ready after ${timeoutSeconds} s: ${why}.`);
      }
      continue;
    }
    if (sight.isComplete) return;
    seen = sight;
    if (Date.now() > deadline) throw new Error(await lateness(sight, timeoutSeconds));
  }
  const left = seen ? `: ${describe(seen.replicas)}` : "";
  throw new Error(
    `The wait for ${subject(watched)} was ${interruptionOf(signal)}${left}. What runs keeps running; ` +
      "`pulumi up` continues from there.",
  );
}

/** Whether a replica runs. If the target does not say, one may run. */
export async function anyRuns(watched: Watched): Promise<boolean> {
  const sight = await lookAt(watched).catch((error: { code?: number }) => error);
  // Without a controller there are no pods.
  if (!("replicas" in sight)) return sight.code !== 404;
  const { replicas } = sight;
  return replicas.length === 0 || replicas.some(({ phase }) => phase === "runs");
}

/**
 * Does work that needs replicas, unless one of them will not become ready by itself.
 *
 * @param work Its signal says when to end.
 * @throws Error with the last lines of the failing replica's log.
 */
export async function unlessFailing<Result>(
  watched: readonly Watched[],
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  try {
    return await Promise.race([work(either), ...watched.map((each) => failure(each, either))]);
  } finally {
    done.abort();
  }
}

/** Rejects when a replica is failing, and stays pending otherwise. */
async function failure(watched: Watched, signal: AbortSignal): Promise<never> {
  const looking = looks(watched, signal);
  while (!(await looking.next()).done);
  return new Promise(() => undefined);
}

/** What a look has found, or why it has found nothing. */
type Look =
  | { readonly sight: Sight; readonly problem?: undefined }
  | { readonly sight?: undefined; readonly problem: string };

/**
 * Looks repeatedly until the signal is aborted: yields what is seen, or why nothing is.
 *
 * @throws Error about a replica that is failing.
 */
async function* looks(watched: Watched, signal: AbortSignal, waits = false): AsyncGenerator<Look> {
  const crashes = new CrashWatch(watched.restartSeconds);
  while (!signal.aborted) {
    const either = AbortSignal.any([signal, AbortSignal.timeout(lookMilliseconds)]);
    const look: Look = await unlessAborted(lookAt(watched, waits), either).then(
      (sight) => ({ sight }),
      (error: unknown) => ({ problem: (error as Error).message }),
    );
    if (signal.aborted) return;
    const failing = look.sight && crashes.see(look.sight.replicas);
    if (failing) throw new Error(await reason(failing));
    yield look;
    await unlessAborted(
      pause(waits ? pollMilliseconds.wait : pollMilliseconds.watch),
      signal,
    ).catch(() => undefined);
  }
}

async function reason({ replica, what }: Failing): Promise<string> {
  return (
    `${capitalized(replica.name)} ${what}, and will not become ready by itself. ${await logOf(replica)}\n` +
    "It is left as it is. Fix what the log reports, and run `pulumi up` again."
  );
}

async function lateness({ replicas }: Sight, timeoutSeconds: number): Promise<string> {
  const unready = replicas.filter(({ isReady }) => !isReady);
  const logs = await Promise.all(
    unready.map(
      async (replica) => `${capitalized(replica.name)}: ${await logOf(replica)}${checkOf(replica)}`,
    ),
  );
  const state = unready.length > 0 ? describe(unready) : "the change is not rolled out";
  return [`Not ready after ${timeoutSeconds} s: ${state}.`, ...logs].join("\n");
}

function checkOf({ check = [] }: ReplicaState): string {
  return check.length === 0 ? "" : `\n${quoted("Its last health check failed:", check)}`;
}

function quoted(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `    ${line}`)].join("\n");
}

async function logOf({ log }: ReplicaState): Promise<string> {
  try {
    const lines = await log();
    if (lines.length === 0) return "Its log is empty.";
    return quoted("Its log ends with:", lines);
  } catch (error) {
    return `Its log cannot be read (${(error as Error).message}).`;
  }
}

function describe(replicas: readonly ReplicaState[]): string {
  return replicas
    .map(({ name, state, end }) => `${name} is ${state}${end ? `, after ${end.how}` : ""}`)
    .join("; ");
}

function subject(watched: Watched): string {
  return watched.via === "docker"
    ? watched.containers.map((name) => `container ${name}`).join(", ")
    : `${watched.kind} ${watched.name}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
