import { loadavg } from "node:os";
import { scaleParts } from "../contenders/all";
import { type EmptyProgram, timesOfEmptyProgram } from "../measure/empty-program";
import { brokerCounts, type BrokersRow, measureBrokers } from "./measure-brokers";
import type { CommentCost } from "./measure-comment";
import { measureBare, measureTopics, type TopicsRow } from "./measure-topics";
import type { BareSeconds } from "./bare-topics";
import { scaleTopics, topicCounts } from "./topics";

/** How the cost of this project's commands grows. Each number is measured once. */
export interface Scale {
  /** When the last part of it began, in ISO 8601. */
  readonly at: string;
  /** One-minute load averages of the machine before each measurement, as in /proc/loadavg. */
  readonly loads: number[];
  /** The least that Pulumi takes. */
  emptyProgram?: EmptyProgram;
  /** The same for a program that exports as many topics, and still has no resource and no provider. */
  topicsProgram?: EmptyProgram & { readonly topics: number };
  /** On one broker. */
  topics: TopicsRow[];
  /** Bare calls of the admin client for as many topics, against a broker of their own. */
  bare: (BareSeconds & { readonly topics: number })[];
  comment?: CommentCost;
  brokers: BrokersRow[];
}

/** Times of the empty program are the mean of so many. */
const emptyRounds = 3;

/**
 * Measures what was selected, row by row.
 *
 * @param last What an earlier run measured: what is not selected is kept.
 * @param onRow Receives all that is measured so far, after every row, and says what failed.
 */
export async function measureScale(
  names: readonly string[],
  last: Scale | undefined,
  onRow: (scale: Scale, failure?: string) => void,
): Promise<void> {
  const isWhole = scaleParts.every((part) => names.includes(part));
  const scale: Scale = {
    ...{ topics: [], bare: [], brokers: [], loads: [] },
    ...(isWhole ? {} : last),
    at: new Date().toISOString(),
  };
  const look = () => void scale.loads.push(loadavg()[0] ?? 0);
  look();
  const attempt = async (what: string, measure: () => Promise<void>) => {
    try {
      await measure();
    } catch (error) {
      // The rest is still worth measuring; the report says what failed.
      const [message] = (error as Error).message.trim().split("\n").slice(-1);
      console.error(`${what}: ${(error as Error).message}`);
      onRow(scale, `${what}: ${message}`);
    }
  };
  const saved = (row: object) => {
    look();
    console.log(JSON.stringify(row));
    onRow(scale);
  };
  await attempt("the empty program", async () => {
    scale.emptyProgram = await timesOfEmptyProgram(emptyRounds);
    saved(scale.emptyProgram);
  });
  if (names.includes("scale-bare")) {
    scale.bare = [];
    await attempt("bare calls", () => measureBare((row) => saved(add(scale.bare, row))));
    await attempt("the program that exports topics", async () => {
      const topics = Math.max(...topicCounts);
      const times = await timesOfEmptyProgram(1, { topics: scaleTopics(topics) });
      saved((scale.topicsProgram = { topics, ...times }));
    });
  }
  if (names.includes("scale-topics")) {
    Object.assign(scale, { topics: [], comment: undefined });
    await attempt("topics", () =>
      measureTopics({
        onRow: (row) => saved(add(scale.topics, row)),
        onComment: (comment) => saved((scale.comment = comment)),
      }),
    );
  }
  if (names.includes("scale-brokers")) {
    scale.brokers = [];
    for (const brokers of brokerCounts) {
      await attempt(`${brokers} brokers`, async () => {
        saved(add(scale.brokers, await measureBrokers(brokers)));
      });
    }
  }
}

function add<Row>(rows: Row[], row: Row): Row {
  rows.push(row);
  return row;
}
