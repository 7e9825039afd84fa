import { setTimeout as pause } from "node:timers/promises";
import { docker } from "../../tests/e2e/support/command";
import type { DrillPlatform } from "./platform";

/** Something that goes wrong. */
export interface Fault {
  readonly title: string;
  /** What it needs: root to kill the engine's processes, or an engine that nobody else uses. */
  readonly needs?: "root" | "own engine";
  /**
   * Causes the fault, and ends what no command can fix, such as a full disk. `random` gives numbers from
   * 0 to below 1.
   */
  readonly inflict: (platform: DrillPlatform, random: () => number) => Promise<void>;
}

/** Every fault of the drill. */
export const faults: readonly Fault[] = [
  {
    title: "the broker crashes (kill -9)",
    needs: "root",
    inflict: (platform) => platform.crash("kafka"),
  },
  {
    title: "the broker's container is killed, and stays down",
    inflict: async (platform) => void (await docker("kill", platform.container("kafka"))),
  },
  {
    title: "ZooKeeper is stopped for ten seconds",
    inflict: async (platform) => {
      await docker("stop", platform.container("zookeeper"));
      await pause(10_000);
      await docker("start", platform.container("zookeeper"));
    },
  },
  {
    title: "the engine is restarted",
    needs: "own engine",
    inflict: (platform) => restartEngine(platform, "SIGTERM"),
  },
  {
    title: "the engine crashes (kill -9)",
    needs: "own engine",
    inflict: (platform) => restartEngine(platform, "SIGKILL"),
  },
  {
    title: "the broker hangs for fifteen seconds",
    inflict: async (platform) => {
      await docker("pause", platform.container("kafka"));
      await pause(15_000);
      await docker("unpause", platform.container("kafka"));
    },
  },
  {
    title: "the broker is cut off from the network",
    inflict: async (platform) => {
      const network = `${platform.stack.prefix}kafka-platform`;
      await docker("network", "disconnect", network, platform.container("kafka"));
      await pause(5000);
    },
  },
  {
    title: "the broker's disk fills up, and gets space again",
    needs: "own engine",
    inflict: async (platform) => {
      await platform.disk?.fill();
      await pause(10_000);
      platform.disk?.free();
    },
  },
  {
    title: "`pulumi up` is killed while it replaces the broker",
    needs: "root",
    inflict: (platform, random) => platform.killUp(Math.round(random() * 3000)),
  },
  {
    title: "ZooKeeper's container is removed by hand",
    inflict: async (platform) =>
      void (await docker("rm", "--force", "--volumes", platform.container("zookeeper"))),
  },
  {
    title: "a topic's setting is changed by hand",
    inflict: async (platform) => {
      await docker(
        ...["exec", platform.container("kafka"), "kafka-configs"],
        ...["--bootstrap-server", "localhost:9092", "--alter", "--entity-type", "topics"],
        ...["--entity-name", "vendas.pedido.criado", "--add-config", "retention.ms=1000000"],
      );
    },
  },
];

async function restartEngine(
  { engine }: DrillPlatform,
  signal: "SIGTERM" | "SIGKILL",
): Promise<void> {
  await engine?.stop(signal);
  await pause(2000);
  await engine?.start();
}
