import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../common/user-error";
import { findCommand, mayInstall, root } from "./places";
import { capture, runLogged } from "./process";
import type { Announce, Outcome } from "./report";

/** Environment with which programs other than Docker's own command find the engine. */
export type EngineEnvironment = Readonly<Record<string, string>>;

const script = join(root, "scripts/engine");

/**
 * Finds a Docker engine that answers, or installs and starts one if that is allowed.
 *
 * @throws UserError that says what to do if there is no engine and none may be started.
 */
export async function engine(announce: Announce): Promise<Outcome<EngineEnvironment>> {
  const context = await contextEndpoint();
  const environment: EngineEnvironment = context ? { DOCKER_HOST: context } : {};
  const where = context ?? given("DOCKER_HOST");
  const probe = await serverVersion();
  if (probe.version !== undefined) {
    return { taken: `${probe.version} answers${where ? ` at ${where}` : ""}`, value: environment };
  }
  if (where !== undefined) {
    throw new UserError(
      `No Docker engine answers at ${where}, which DOCKER_HOST or the docker context names ` +
        `(${probe.problem}). Start it, or unset DOCKER_HOST or switch the context. ` +
        "If it is gone for good, `make drop STACK=...` forgets what was deployed there.",
    );
  }
  if (/permission denied/i.test(probe.problem)) {
    throw new UserError(
      `The Docker engine refuses this user (${probe.problem}). ` +
        "Add the user to the group docker (`sudo usermod -aG docker $USER`) and log in again.",
    );
  }
  if (!mayInstall()) {
    throw new UserError(
      `No Docker engine answers (${probe.problem}). Install and start Docker ` +
        "(Docker Desktop, Colima, or Docker Engine on Linux) or set DOCKER_HOST to a running " +
        "engine. As root on Debian or Ubuntu this command installs and starts one itself.",
    );
  }
  announce(findCommand("dockerd") ? "starting dockerd" : "installing docker.io and starting it");
  await runLogged("engine", script, ["start"]);
  const { version, problem } = await serverVersion();
  if (version === undefined) {
    throw new UserError(`The Docker engine was started but does not answer (${problem}).`);
  }
  return {
    taken: `${version}, started by this command; \`scripts/engine stop\` ends it`,
    value: environment,
  };
}

/** An environment variable; like Docker, treats an empty one as unset. */
function given(name: "DOCKER_HOST" | "DOCKER_CONTEXT"): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

async function serverVersion(): Promise<{ version?: string; problem: string }> {
  const { code, stdout, stderr } = await capture(
    "docker",
    ["version", "--format", "{{.Server.Version}}"],
    { timeout: 15_000 },
  );
  if (code === 0) return { version: stdout.trim(), problem: "" };
  const problem = code === 127 ? "the command docker is missing" : stderr.trim();
  const lastLine = problem.split("\n").at(-1) ?? "";
  return { problem: lastLine === "" ? "no answer in 15 s" : lastLine };
}

/** Endpoint of the chosen docker context, which only Docker's own command uses. */
async function contextEndpoint(): Promise<string | undefined> {
  if (process.env.DOCKER_HOST) return undefined;
  const context = given("DOCKER_CONTEXT") ?? configuredContext();
  if (context === undefined || context === "default") return undefined;
  const { code, stdout } = await capture("docker", [
    ...["context", "inspect", context],
    ...["--format", "{{.Endpoints.docker.Host}}"],
  ]);
  return code === 0 ? stdout.trim() : undefined;
}

function configuredContext(): string | undefined {
  const folder = process.env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  const path = join(folder, "config.json");
  if (!existsSync(path)) return undefined;
  return (JSON.parse(readFileSync(path, "utf8")) as { currentContext?: string }).currentContext;
}
