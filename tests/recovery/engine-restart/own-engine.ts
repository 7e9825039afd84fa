import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { attempt, run } from "../../e2e/support/command";

/**
 * A Docker engine of a test's own, with sockets, data and processes apart from the machine's: to be
 * used in a network namespace of its own, so that it touches nobody's bridges and rules.
 */
export class OwnEngine {
  readonly folder = mkdtempSync(path.join(tmpdir(), "own-engine-"));
  readonly host = `unix://${this.folder}/docker.sock`;
  private process?: ChildProcess;

  /** Starts it, on the data that it left if it ran before. */
  async start(): Promise<void> {
    const log = openSync(path.join(this.folder, "dockerd.log"), "a");
    const places = [
      ...["--host", this.host, "--pidfile", `${this.folder}/docker.pid`],
      ...["--data-root", `${this.folder}/data`, "--exec-root", `${this.folder}/run`],
    ];
    // What the engine mounts, and what it keeps in /run, is seen by it alone.
    const command = 'mount -t tmpfs none /run && exec dockerd "$@"';
    this.process = spawn("unshare", ["--mount", "sh", "-c", command, "dockerd", ...places], {
      stdio: ["ignore", log, log],
    });
    const answers = () => attempt("docker", ["--host", this.host, "version"]);
    for (let tries = 0; (await answers()).status !== 0; tries++) {
      if (tries > 150) throw new Error(`dockerd did not answer; its log is in ${this.folder}`);
      await pause(200);
    }
  }

  /** Ends it: as the machine's shutdown does, or as a crash does. */
  async stop(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const { process } = this;
    if (process?.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill(signal);
    await ended;
  }

  /** Loads images of the machine's engine. */
  async load(images: readonly string[]): Promise<void> {
    const command = 'docker save "$@" | docker --host "$HOST" load';
    await run("bash", ["-o", "pipefail", "-c", command, "load", ...images], {
      DOCKER_HOST: undefined,
      HOST: this.host,
    });
  }

  async remove(): Promise<void> {
    await this.stop("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
