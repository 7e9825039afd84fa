import type { Settings } from "../settings/schema";

/** Paths in the object store, of which each begins with its bucket. */
export interface Lake {
  readonly tables: { readonly bronze: string; readonly silver: string; readonly gold: string };
  /** Where the queries of the streaming job keep how far they are. */
  readonly checkpoints: {
    readonly bronze: string;
    readonly rejected: string;
    readonly silver: string;
  };
}

/** The values whose paths have no suffix. */
const first = { topic: "meu-topico", windowSeconds: 60 };

/**
 * Where the tables and the checkpoints are. Another topic, or another length of the windows, has others, because neither
 * a checkpoint nor counts by window go on with another one: a change begins afresh beside the old data, and going back
 * continues it. No path is inside a table's: what is there and is not the table's would be removed as an old file of it.
 */
export function lake({
  streamingTopic: topic,
  windowSeconds,
}: Pick<Settings, "streamingTopic" | "windowSeconds">): Lake {
  const ofTopic = topic === first.topic ? "" : `-${topic}`;
  const isFirst = topic === first.topic && windowSeconds === first.windowSeconds;
  const ofCounts = isFirst ? "" : `-${windowSeconds}s-${topic}`;
  return {
    tables: {
      bronze: `bronze/streaming/${topic}`,
      silver: `silver/streaming/contagens${ofCounts}`,
      gold: `gold/batch/contagens${ofCounts}`,
    },
    checkpoints: {
      bronze: `bronze/checkpoints/kafka_bronze${ofTopic}`,
      rejected: `bronze/checkpoints/kafka_rejected${ofTopic}`,
      silver: `bronze/checkpoints/bronze_silver${ofCounts}`,
    },
  };
}
