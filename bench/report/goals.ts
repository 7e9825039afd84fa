import { type Quantity, summaryOf } from "../measure/sample";
import type { Results } from "../results";
import { summarize } from "../statistics";
import { whyMissed } from "./missed";
import { type Median, ratioOf, ratios, rival } from "./ratio-goals";
import { table } from "./table";

/** How the measurements compare with the project's goals, and why some are missed. What was not measured has a dash. */
export function goals(results: Results): string {
  const { samples, emptyProgram, scale } = results;
  const median: Median = (contender, quantity) => summaryOf(samples, contender, quantity)?.median;
  const overEmpty = (text: string, quantity: Quantity, empty: readonly number[] = []) => {
    const [own, least] = [median("pulumi-docker-1", quantity), summarize(empty)?.median];
    const more = own === undefined || least === undefined ? undefined : own - least;
    return [text, "at most 1.0 s more than an empty program", judge(more, 1, " s")];
  };
  const rows = [
    ...ratios.map((goal) => [
      goal.text,
      `at most ${goal.most} x ${rival(goal)}`,
      judge(ratioOf(goal, median), goal.most, " x"),
    ]),
    overEmpty("Docker, 1 broker, `up` with nothing to do", "noop", emptyProgram?.ups),
    overEmpty("Docker, 1 broker, preview with nothing to do", "preview", emptyProgram?.previews),
    ...scaleGoals(scale),
  ];
  const why = whyMissed(results, median);
  return [
    `## Goals\n\nRatios of medians, before rounding; the goals for topics were measured once. A dash: not measured.\n\n${table(["", "goal", "measured"], rows)}`,
    ...(why === undefined ? [] : [why]),
    ...(scale ? [whereTimeGoes] : []),
  ].join("\n\n");
}

const whereTimeGoes =
  "An empty program starts no provider plugin; this one starts two, and declares what is compared with the state. Processor " +
  "times of each part, and how they grow with topics and brokers, are under [Scale](#scale).";

/** Topics whose creation and no-op have goals; the no-op is compared with that of fewer. */
const [fewTopics, manyTopics] = [10, 5000];

function scaleGoals(scale: Results["scale"]): string[][] {
  const row = (count: number) => scale?.topics.find(({ topics }) => topics === count);
  const bare = scale?.bare.find(({ topics }) => topics === manyTopics);
  const [few, many] = [row(fewTopics), row(manyTopics)];
  const most = manyTopics.toLocaleString("en");
  return [
    [
      `Create ${most} topics with 3 partitions`,
      "at most 1.3 x the bare batched calls",
      judge(many && bare && many.up.seconds / bare.create, 1.3, " x"),
    ],
    [
      `\`up\` with nothing to do, ${most} topics`,
      `at most 1.5 s more than with ${fewTopics}`,
      judge(few && many && many.noop.seconds - few.noop.seconds, 1.5, " s"),
    ],
  ];
}

function judge(value: number | undefined, most: number, unit: string): string {
  if (value === undefined) return "–";
  return `${value.toFixed(2)}${unit}, ${value <= most ? "met" : "missed"}`;
}
