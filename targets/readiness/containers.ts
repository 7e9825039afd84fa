import { finished } from "node:stream/promises";
import type Docker from "dockerode";
import { openEngine } from "../docker/open-engine";
import { lastLines } from "./log-lines";
import type { ReplicaState, RunEnd, Sight, WatchedContainers } from "./watched";

type State = Docker.ContainerInspectInfo["State"];

/**
 * Looks at containers on the engine that DOCKER_HOST names.
 *
 * @param runsChecks Whether to run the health check of a container that starts, instead of waiting for the engine's next
 *   run of it.
 */
export async function lookAtContainers(
  { containers }: WatchedContainers,
  runsChecks: boolean,
): Promise<Sight> {
  const engine = openEngine();
  const replicas = await Promise.all(
    containers.map((name) => lookAtContainer(engine, name, runsChecks)),
  );
  return { replicas, isComplete: replicas.every(({ isReady }) => isReady) };
}

async function lookAtContainer(
  engine: Docker,
  name: string,
  runsChecks: boolean,
): Promise<ReplicaState> {
  const container = engine.getContainer(name);
  const found = await container.inspect().catch((error: { statusCode?: number }) => {
    if (error.statusCode === 404) return undefined;
    throw error;
  });
  const replica = { name: `container ${name}` };
  if (!found) {
    const gone = { state: "missing", isReady: false, phase: "ended", restarts: 0 } as const;
    return { ...replica, ...gone, log: () => Promise.resolve([]) };
  }
  const { State: state, RestartCount: restarts } = found;
  const health = state.Status === "running" ? state.Health?.Status : undefined;
  const isReady =
    health === "healthy" ||
    (runsChecks && health === "starting" && (await passesCheck(container, found)));
  const end = endOf(state);
  const check = state.Status === "running" ? lastCheck(state) : undefined;
  return {
    ...replica,
    state: state.Status === "running" ? (state.Health?.Status ?? "running") : state.Status,
    isReady,
    phase: phaseOf(state),
    restarts,
    ...(end && { end }),
    ...(check && { check }),
    log: async () => {
      const log = await container.logs({ stdout: true, stderr: true, tail: 200 });
      return lastLines(textOf(log));
    },
  };
}

/** Ids of containers whose check did not end in its time. The engine ends its own runs of it; nothing ends another. */
const hung = new Set<string>();

/** Runs the container's own health check, as the engine does. */
async function passesCheck(
  container: Docker.Container,
  { Id: id, Config: { Healthcheck: check } }: Docker.ContainerInspectInfo,
): Promise<boolean> {
  const [kind, ...command] = check?.Test ?? [];
  if (kind !== "CMD" || hung.has(id)) return false;
  const { Timeout: nanoseconds = 0 } = check ?? {};
  // 0 is the engine's default.
  const signal = AbortSignal.timeout(nanoseconds > 0 ? nanoseconds / 1e6 : 30_000);
  try {
    const run = await container.exec({ Cmd: command, AttachStdout: true });
    const output = await run.start({});
    signal.addEventListener("abort", () => output.destroy());
    await finished(output.resume());
    return (await run.inspect()).ExitCode === 0;
  } catch {
    // The container has just ended, or the engine does not allow it, or it takes too long: the engine's own check remains.
    if (signal.aborted) hung.add(id);
    return false;
  }
}

/** What the engine's last run of the health check said, if that failed. */
function lastCheck({ Health: health }: State): readonly string[] | undefined {
  const last = health?.Log?.at(-1);
  return last && last.ExitCode !== 0 ? lastLines(last.Output) : undefined;
}

function phaseOf({ Status: status }: State): ReplicaState["phase"] {
  if (status === "restarting") return "waits";
  return ["exited", "dead", "created"].includes(status) ? "ended" : "runs";
}

/** How the last run ended, unless the next is under way. */
function endOf(state: State): RunEnd | undefined {
  const ranSeconds = (Date.parse(state.FinishedAt) - Date.parse(state.StartedAt)) / 1000;
  if (!(ranSeconds >= 0)) return undefined;
  const why = state.OOMKilled ? " (out of memory)" : "";
  return { how: `exit code ${state.ExitCode}${why}`, ranSeconds };
}

/** If a container has no terminal, each piece of its log follows a header of eight bytes with the piece's length. */
function textOf(log: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= log.length;) {
    const length = log.readUInt32BE(at + 4);
    pieces.push(log.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces).toString("utf8");
}
