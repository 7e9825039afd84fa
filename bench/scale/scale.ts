import { loadavg } from "node:os";
import { type EmptyProgram, timesOfEmptyProgram } from "../measure/empty-program";
import { brokerCounts, type BrokersRow, measureBrokers } from "./measure-brokers";
import type { CommentCost } from "./measure-comment";
import { measureBare, measureTopics, type TopicsRow } from "./measure-topics";
import type { BareSeconds } from "./bare-topics";

/** How the cost of this project's commands grows. Each number is measured once. */
export interface Scale {
  /** When it began, in ISO 8601. */
  readonly at: string;
  /** One-minute load averages of the machine before each measurement, as in /proc/loadavg. */
  readonly loads: number[];
  /** The least that Pulumi takes. */
  emptyProgram?: EmptyProgram;
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
  const scale: Scale = { topics: [], bare: [], brokers: [], ...last, ...begun() };
  const look = () => void scale.loads.push(loadavg()[0] ?? 0);
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
  if (names.includes("scale-topics")) {
    Object.assign(scale, { topics: [], bare: [], comment: undefined });
    await attempt("topics", () =>
      measureTopics({
        onRow: (row) => saved(add(scale.topics, row)),
        onComment: (comment) => saved((scale.comment = comment)),
      }),
    );
    await attempt("bare calls", () => measureBare((row) => saved(add(scale.bare, row))));
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

function begun(): Pick<Scale, "at" | "loads"> {
  return { at: new Date().toISOString(), loads: [loadavg()[0] ?? 0] };
}

function add<Row>(rows: Row[], row: Row): Row {
  rows.push(row);
  return row;
}
