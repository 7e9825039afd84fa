import type { Count } from "./books";
import { run } from "../e2e/support/command";

// The Docker engine ends, as with the machine and as in a crash, and starts again: a second engine, so
// that the machine's own is left alone. It takes root on Linux, and dockerd.
const mayMakeNamespaces = process.platform === "linux" && process.getuid?.() === 0;

(mayMakeNamespaces ? test : test.skip)(
  "the engine restarted under a producer",
  async () => {
    const node = [
      "node",
      "--require",
      "./common/typescript.js",
      "tests/recovery/engine-restart/scenario.ts",
    ];
    const { stdout } = await run("unshare", ["--net", ...node]);
    const restarts = stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map(
        (line) =>
          JSON.parse(line) as { signal: string; seconds: number; count: Count; unchanged: boolean },
      );
    for (const { signal, seconds, count } of restarts) {
      console.log(
        `engine ended by ${signal}: back in ${seconds.toFixed(1)} s; ${JSON.stringify(count)}`,
      );
    }
    expect(restarts).toEqual([
      expect.objectContaining({ signal: "SIGTERM", unchanged: true }),
      expect.objectContaining({ signal: "SIGKILL", unchanged: true }),
    ]);
    for (const { count } of restarts) {
      expect(count.lost).toBe(0);
      expect(count.acknowledged).toBeGreaterThan(100);
    }
  },
  900_000,
);
