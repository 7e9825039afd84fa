import type Docker from "dockerode";
import { openEngine } from "../docker/open-engine";
import { lastLines } from "./log-lines";
import type { ReplicaState, RunEnd, Sight, WatchedContainers } from "./watched";

type State = Docker.ContainerInspectInfo["State"];

/** Looks at containers on the engine that DOCKER_HOST names. */
export async function lookAtContainers({ containers }: WatchedContainers): Promise<Sight> {
  const engine = openEngine();
  const replicas = await Promise.all(containers.map((name) => lookAtContainer(engine, name)));
  return { replicas, isComplete: replicas.every(({ isReady }) => isReady) };
}

async function lookAtContainer(engine: Docker, name: string): Promise<ReplicaState> {
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
  const end = endOf(state);
  return {
    ...replica,
    state: state.Status === "running" ? (state.Health?.Status ?? "running") : state.Status,
    isReady: state.Status === "running" && state.Health?.Status === "healthy",
    phase: phaseOf(state),
    restarts,
    ...(end && { end }),
    log: async () => {
      const log = await container.logs({ stdout: true, stderr: true, tail: 200 });
      return lastLines(textOf(log));
    },
  };
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
