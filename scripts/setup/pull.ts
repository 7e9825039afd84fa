import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { isOutOfReach, kindOf, type PullProblemKind } from "./pull-problem";

/** Why an image could not be pulled. */
export interface PullProblem {
  readonly kind: PullProblemKind;
  /** The last line of the engine's own message. */
  readonly message: string;
}

/** Times of a pull, in seconds. */
export interface PullTimes {
  /** Silence after which to check whether the registry can be reached at all. */
  readonly silence: number;
  /** Time after which to give up a registry that can be reached but says nothing. */
  readonly answer: number;
  /** Pauses before the retries of what may pass. */
  readonly pauses: readonly number[];
}

const usualTimes: PullTimes = { silence: 8, answer: 60, pauses: [2, 8] };

/**
 * Pulls an image. A pull that has begun has no time limit, and one that failed for a passing reason is retried.
 *
 * @param onBegin Called once the registry has answered and layers are being transferred.
 * @param onRetry Called with what went wrong before each retry.
 * @returns Undefined if the image is there now, otherwise why it is not.
 */
export async function pull(
  image: string,
  onBegin: () => void,
  onRetry: (problem: string) => void,
  times: PullTimes = usualTimes,
): Promise<PullProblem | undefined> {
  for (const seconds of [...times.pauses, undefined]) {
    const problem = await pullOnce(image, onBegin, times);
    if (problem?.kind !== "passing" || seconds === undefined) return problem;
    onRetry(problem.message);
    await pause(seconds * 1000);
  }
  return undefined;
}

function pullOnce(
  image: string,
  onBegin: () => void,
  { silence, answer }: PullTimes,
): Promise<PullProblem | undefined> {
  return new Promise((resolve) => {
    const child = spawn("docker", ["pull", image], { stdio: ["ignore", "pipe", "pipe"] });
    let [begun, said] = [false, ""];
    let given: PullProblem | undefined;
    const giveUp = (problem: PullProblem) => {
      given = problem;
      child.kill();
    };
    const end = setTimeout(() => {
      giveUp({ kind: "passing", message: `no answer in ${answer} s` });
    }, answer * 1000);
    const look = setTimeout(() => {
      const registry = registryOf(image);
      void isOutOfReach(registry).then((isOut) => {
        if (isOut && !begun)
          giveUp({ kind: "unreachable", message: `no connection to ${registry} in ${silence} s` });
      });
    }, silence * 1000);
    const settle = (problem: PullProblem | undefined) => {
      clearTimeout(look);
      clearTimeout(end);
      resolve(problem);
    };
    child.stdout.on("data", (data: Buffer) => {
      if (begun || !data.includes("Pulling from")) return;
      begun = true;
      clearTimeout(look);
      clearTimeout(end);
      onBegin();
    });
    child.stderr.on("data", (data: Buffer) => (said += data.toString()));
    child.on("error", ({ message }) => settle({ kind: "refused", message }));
    child.on("close", (code) => {
      const message = said.trim().split("\n").at(-1) ?? "";
      settle(code === 0 ? undefined : (given ?? { kind: kindOf(message), message }));
    });
  });
}

/** The registry of an image: Docker Hub if its name does not begin with one. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost ? first : "docker.io";
}
