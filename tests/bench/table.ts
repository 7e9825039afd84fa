/** What each way of having topics is measured by, in the order of the table. */
export const operations = [
  { key: "create", title: "create" },
  { key: "noOp", title: "no-op" },
  { key: "refresh", title: "refresh" },
  { key: "addOne", title: "add one" },
  { key: "remove", title: "delete" },
] as const;

type Key = (typeof operations)[number]["key"];

/** Seconds by operation; what a way does not have is left out. */
export type Seconds = Partial<Record<Key, number>>;

/** A row: the seconds of a way for so many topics. */
export interface Measured extends Seconds {
  readonly count: number;
  readonly way: string;
}

/** A way of having topics. */
export interface Way {
  readonly name: string;
  readonly measure: (count: number) => Promise<Seconds>;
}

/** The rows as a Markdown table, way by way, each with how much longer it took than for the size before. */
export function table(rows: readonly Measured[]): string {
  const ways = [...new Set(rows.map(({ way }) => way))];
  const lines = ways.flatMap((way) => {
    const own = rows.filter((row) => row.way === way);
    return own.map((row, index) => {
      const cells = operations.map(({ key }) => cell(row[key], own[index - 1]?.[key]));
      return `| ${[way, row.count, ...cells].join(" | ")} |`;
    });
  });
  const titles = ["", "topics", ...operations.map(({ title }) => title)];
  return [`| ${titles.join(" | ")} |`, `|${titles.map(() => " --- ").join("|")}|`, ...lines].join(
    "\n",
  );
}

function cell(seconds: number | undefined, before: number | undefined): string {
  if (seconds === undefined) return "";
  const growth = before === undefined ? "" : ` (× ${(seconds / before).toFixed(1)})`;
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s${growth}`;
}

/** Seconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** The topics of a run, as a configuration declares them. */
export function topicsOf(prefix: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    name: `${prefix}.carga.topico${index}`,
    partitions: 3,
    config: { "retention.ms": "604800000" },
  }));
}
