import { lake } from "../../../pipelines/program/lake";

const paths = (streamingTopic: string, windowSeconds: number) => {
  const { tables, checkpoints } = lake({ streamingTopic, windowSeconds });
  return [...Object.values(tables), ...Object.values(checkpoints)];
};

test("the default values keep the paths of deployed stacks", () => {
  expect(lake({ streamingTopic: "meu-topico", windowSeconds: 60 })).toEqual({
    tables: {
      bronze: "bronze/streaming/meu-topico",
      silver: "silver/streaming/contagens",
      gold: "gold/batch/contagens",
    },
    checkpoints: {
      bronze: "bronze/checkpoints/kafka_bronze",
      rejected: "bronze/checkpoints/kafka_rejected",
      silver: "bronze/checkpoints/bronze_silver",
    },
  });
});

test("another length of the windows reads the same messages, and counts them beside the old counts", () => {
  expect(lake({ streamingTopic: "meu-topico", windowSeconds: 30 })).toEqual({
    tables: {
      bronze: "bronze/streaming/meu-topico",
      silver: "silver/streaming/contagens-30s-meu-topico",
      gold: "gold/batch/contagens-30s-meu-topico",
    },
    checkpoints: {
      bronze: "bronze/checkpoints/kafka_bronze",
      rejected: "bronze/checkpoints/kafka_rejected",
      silver: "bronze/checkpoints/bronze_silver-30s-meu-topico",
    },
  });
});

test("another topic shares nothing with the first one", () => {
  expect(lake({ streamingTopic: "a.b.c", windowSeconds: 60 })).toEqual({
    tables: {
      bronze: "bronze/streaming/a.b.c",
      silver: "silver/streaming/contagens-60s-a.b.c",
      gold: "gold/batch/contagens-60s-a.b.c",
    },
    checkpoints: {
      bronze: "bronze/checkpoints/kafka_bronze-a.b.c",
      rejected: "bronze/checkpoints/kafka_rejected-a.b.c",
      silver: "bronze/checkpoints/bronze_silver-60s-a.b.c",
    },
  });
});

test("no path is that of another topic or window, or inside it", () => {
  const topics = ["meu-topico", "a", "30s", "30s-meu-topico", "contagens", "_a", "a-b"];
  const all = new Set(topics.flatMap((topic) => [30, 60, 600].flatMap((w) => paths(topic, w))));
  // Per topic: bronze and two checkpoints; per topic and window: silver, gold and a checkpoint.
  expect(all.size).toBe(topics.length * 3 + topics.length * 3 * 3);
  for (const one of all) {
    for (const other of all) expect(other.startsWith(`${one}/`)).toBe(false);
  }
});
