import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { messageEvents } from "../../browser/support/messages";
import { root, run } from "./command";

/** What a path answered, and how long it took. */
export interface ConsoleAnswer {
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  readonly seconds: number;
}

/** The web console of offline/console as a process, from its source, for a cluster that is reached from outside. */
export class ConsoleProcess {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(bootstrapServers: string, port: number): Promise<ConsoleProcess> {
    const folder = mkdtempSync(path.join(tmpdir(), "console-"));
    await run("scripts/node-modules", ["offline/console"]);
    await run("node", [path.join(root, "offline/console/bundle.mjs"), folder]);
    const child = spawn("node", [path.join(folder, "server.cjs")], {
      env: {
        PATH: process.env.PATH,
        KAFKA_CLUSTERS_0_NAME: "lab",
        KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: bootstrapServers,
        SERVER_ADDRESS: "127.0.0.1",
        SERVER_PORT: String(port),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    return new ConsoleProcess(folder, child, `http://127.0.0.1:${port}/api/clusters`);
  }

  /** Asks for a path of the cluster. */
  async get(path: string): Promise<ConsoleAnswer> {
    const started = Date.now();
    const response = await fetch(`${this.url}/lab${path}`);
    const body: unknown = await response.json();
    return { path, status: response.status, body, seconds: (Date.now() - started) / 1000 };
  }

  /** Reads a topic from its start: the partitions that messages came from, and those that could not be read. */
  async read(topic: string): Promise<{ found: number[]; unread: number[]; seconds: number }> {
    const started = Date.now();
    const signal = AbortSignal.timeout(60_000);
    const found = new Set<number>();
    const unread = new Set<number>();
    const parameters = { seekDirection: "FORWARD", seekType: "BEGINNING", limit: 1000 };
    for await (const event of messageEvents(
      `${this.url}/lab/topics/${topic}`,
      parameters,
      signal,
    )) {
      if (event.type === "MESSAGE") found.add(event.message.partition);
      if (event.type === "DONE") {
        for (const { partition } of event.consuming.unread ?? []) unread.add(partition);
      }
    }
    const sorted = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b);
    const seconds = (Date.now() - started) / 1000;
    return { found: sorted(found), unread: sorted(unread), seconds };
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill();
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}
