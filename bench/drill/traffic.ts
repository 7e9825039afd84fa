import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "../../tests/e2e/support/command";
import { type Entry, readBook } from "./books";

/** A producer and a consumer, each in its own process, and their books. */
export class Traffic {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "traffic-"));
  private readonly processes: ChildProcess[] = [];

  /** Starts both on an existing topic. */
  constructor(
    private readonly addresses: readonly string[],
    readonly topic: string,
    readonly group: string,
    perSecond: number,
  ) {
    for (const book of ["producer", "consumer"]) writeFileSync(this.book(book), "");
    this.run("consumer", group);
    this.run("producer", String(perSecond));
  }

  /** Both books. */
  entries(): Entry[] {
    return ["producer", "consumer"].flatMap((name) =>
      readBook(readFileSync(this.book(name), "utf8")),
    );
  }

  /** Number of messages acknowledged since a time, given in milliseconds since the epoch. */
  acknowledgedSince(from: number): number {
    return this.entries().filter(({ what, at }) => what === "a" && at >= from).length;
  }

  /** Stops the producer, gives the consumer time to receive what was acknowledged, and stops it too. */
  async stop(seconds = 60): Promise<void> {
    const [consumer, producer] = this.processes;
    await end(producer);
    for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await pause(500)) {
      const entries = this.entries();
      const delivered = new Set(
        entries.filter(({ what }) => what === "d").map(({ message }) => message),
      );
      if (entries.every(({ what, message }) => what !== "a" || delivered.has(message))) break;
    }
    await end(consumer);
  }

  async remove(): Promise<void> {
    for (const process of this.processes) {
      process.kill("SIGKILL");
      await end(process);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(name: "producer" | "consumer", argument: string): void {
    const program = path.join(__dirname, `${name}.ts`);
    const args = [this.book(name), this.topic, argument, ...this.addresses];
    const node = ["--require", "./common/typescript.js", program, ...args];
    this.processes.push(spawn(process.execPath, node, { cwd: root, stdio: "inherit" }));
  }

  private book(name: string): string {
    return path.join(this.folder, `${name}.book`);
  }
}

async function end(process: ChildProcess | undefined): Promise<void> {
  if (process?.exitCode !== null || process.signalCode !== null) return;
  const ended = once(process, "exit");
  process.kill("SIGTERM");
  await ended;
}
