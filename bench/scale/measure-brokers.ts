import { dockerRun } from "../contenders/docker-run";
import { pulumiDocker } from "../contenders/pulumi-docker";
import type { Cost } from "../measure/command";

/** Numbers of brokers that are measured, with the topics of the dev stack. */
export const brokerCounts = [1, 3, 9] as const;

/** Small enough for nine brokers on one machine. */
const heaps = { brokerHeapMiB: 256, zookeeperHeapMiB: 256 };

/** What commands take with so many brokers. */
export interface BrokersRow {
  readonly brokers: number;
  /** From nothing to a passed smoke test. */
  readonly up: Cost;
  readonly noop: Cost;
  readonly preview: Cost;
  readonly refresh: Cost;
  readonly destroy: Cost;
  /** Memory of the containers in MiB, without page cache. */
  readonly memoryMiB: number;
  /** Seconds of a script that starts the same containers with `docker run` and waits until they are healthy. */
  readonly script: number;
}

/** Takes a platform with so many brokers from nothing to a passed smoke test and back again. */
export async function measureBrokers(brokers: number): Promise<BrokersRow> {
  const script = await scriptSeconds(brokers);
  const platform = await pulumiDocker(brokers, heaps);
  try {
    const up = await platform.start();
    const memoryMiB = await platform.memory();
    return {
      brokers,
      up,
      noop: await platform.noop(),
      preview: await platform.preview(),
      refresh: await platform.refresh(),
      destroy: await platform.destroy(),
      memoryMiB,
      script,
    };
  } finally {
    await platform.remove();
  }
}

async function scriptSeconds(brokers: number): Promise<number> {
  const script = await dockerRun(brokers, heaps);
  try {
    return (await script.start()).seconds;
  } finally {
    await script.remove();
  }
}
