import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { attempt, docker, root } from "../../tests/e2e/support/command";
import { OwnEngine } from "../../tests/recovery/engine-restart/own-engine";
import { TestStack } from "../../tests/e2e/support/stack";
import { killTree } from "../measure/process-tree";
import { brokerAddresses, platformConfig, platformSettings } from "../platform";
import { SmallDisk } from "./small-disk";

/** The platform that the drill damages, on its own engine if it may start one. */
export class DrillPlatform {
  private constructor(
    readonly stack: TestStack,
    readonly engine: OwnEngine | undefined,
    readonly disk: SmallDisk | undefined,
  ) {}

  /** Deploys the platform. */
  static async deploy(withOwnEngine: boolean): Promise<DrillPlatform> {
    const config = await platformConfig("drill", 1);
    const engine = withOwnEngine ? new OwnEngine() : undefined;
    const disk = withOwnEngine ? await SmallDisk.mount() : undefined;
    try {
      if (engine) {
        await engine.start();
        await engine.load([String(config.zookeeperImage), String(config.brokerImage)]);
        process.env.DOCKER_HOST = engine.host;
        await disk?.makeVolume(`${String(config.namePrefix)}kafka-data`);
      }
      const stack = await TestStack.create("drill", {
        ...config,
        brokerHeapMiB: 512,
        smokeTestMessages: 100,
      });
      await stack.up();
      return new DrillPlatform(stack, engine, disk);
    } catch (error) {
      await engine?.remove();
      await disk?.remove();
      throw error;
    }
  }

  /** Addresses of the brokers for clients on this machine. */
  get addresses(): string[] {
    return brokerAddresses(platformSettings(this.stack.settings));
  }

  /** Full name of a container. */
  container(host: string): string {
    return `${this.stack.prefix}${host}`;
  }

  /** Kills the server in a container as a crash would; the engine restarts it. */
  async crash(host: string): Promise<void> {
    const [id] = await docker("inspect", "--format", "{{.State.Pid}}", this.container(host));
    process.kill(Number(id), "SIGKILL");
  }

  /** Starts an `up` that replaces the broker, and kills it and its child processes after some milliseconds of work. */
  async killUp(milliseconds: number): Promise<void> {
    const hours = Math.round(24 + milliseconds / 10);
    this.stack.configure({ brokerSettings: { "log.retention.hours": hours } });
    const child = spawn("pulumi", ["up", "--yes", "--skip-preview", "--non-interactive"], {
      cwd: root,
      env: this.stack.commandEnvironment,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const begun = new Promise<void>((resolve) => {
      child.stdout.on("data", (data: Buffer) => {
        if (/Container platform-kafka (deleting|creating|replacing)/.test(data.toString()))
          resolve();
      });
    });
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    await Promise.race([begun, ended]);
    await pause(milliseconds);
    killTree(child.pid ?? 0);
    await ended;
  }

  /** Runs the command that brings the platform back, whatever happened; returns its time in seconds. */
  async recover(): Promise<number> {
    const node = ["--require", "./common/typescript.js", "scripts/stack/recover/main.ts"];
    const environment = this.stack.commandEnvironment;
    const { status, output, seconds } = await attempt(process.execPath, node, environment);
    if (status !== 0)
      throw new Error(`scripts/stack/recover/main.ts ended with ${status}:\n${output}`);
    return seconds;
  }

  /** Whether an `up` would change nothing now. */
  async isUnchanged(): Promise<boolean> {
    const { status } = await this.stack.attempt(["preview", "--expect-no-changes"]);
    return status === 0;
  }

  async remove(): Promise<void> {
    await this.stack.remove();
    await this.disk?.remove();
    await this.engine?.remove();
  }
}
