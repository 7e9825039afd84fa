import { type Quantity, summaryOf } from "../measure/sample";
import type { Results } from "../results";
import { summarize } from "../statistics";
import { table } from "./table";

/** A goal for the ratio of two contenders' medians. */
interface RatioGoal {
  readonly text: string;
  readonly quantity: Quantity;
  /** Contenders by name: this project's and the one it is compared with. */
  readonly own: string;
  readonly other: string;
  readonly most: number;
}

const toProof = "to a passed smoke test";

const ratios: readonly RatioGoal[] = [
  ...[1, 3].map((brokers) => ({
    text: `Docker, ${brokers} broker${brokers === 1 ? "" : "s"}, ${toProof}`,
    quantity: "smokePassed" as const,
    own: `pulumi-docker-${brokers}`,
    other: `compose-${brokers}`,
    most: brokers === 1 ? 0.75 : 0.85,
  })),
  {
    text: "Docker, 1 broker, to the first acknowledged message",
    quantity: "firstMessage",
    own: "pulumi-docker-1",
    other: "compose-1",
    most: 1.15,
  },
  ...[1, 3].map((brokers) => ({
    text: `Kubernetes, ${brokers} broker${brokers === 1 ? "" : "s"}, ${toProof}`,
    quantity: "smokePassed" as const,
    own: `pulumi-kubernetes-${brokers}`,
    other: `kubectl-${brokers}`,
    most: 1,
  })),
  {
    text: "Kubernetes, 3 brokers, destroy",
    quantity: "destroy",
    own: "pulumi-kubernetes-3",
    other: "kubectl-3",
    most: 2,
  },
];

/** How the measurements compare with the project's goals. What was not measured has a dash. */
export function goals(results: Results): string {
  const { samples, emptyProgram, scale } = results;
  const median = (contender: string, quantity: Quantity) =>
    summaryOf(samples, contender, quantity)?.median;
  const overEmpty = (text: string, quantity: Quantity, empty: readonly number[] = []) => {
    const [own, least] = [median("pulumi-docker-1", quantity), summarize(empty)?.median];
    const more = own === undefined || least === undefined ? undefined : own - least;
    return [text, "at most 1.0 s more than an empty program", judge(more, 1, " s")];
  };
  const rows = [
    ...ratios.map(({ text, quantity, own, other, most }) => {
      const [ours, theirs] = [median(own, quantity), median(other, quantity)];
      const ratio = ours === undefined || theirs === undefined ? undefined : ours / theirs;
      const name = other.startsWith("compose") ? "Compose" : "kubectl";
      return [text, `at most ${most} x ${name}`, judge(ratio, most, " x")];
    }),
    overEmpty("Docker, 1 broker, `up` with nothing to do", "noop", emptyProgram?.ups),
    overEmpty("Docker, 1 broker, preview with nothing to do", "preview", emptyProgram?.previews),
    ...scaleGoals(scale),
  ];
  return `## Goals\n\nMedians; of topics, one measurement.\n\n${table(["", "goal", "measured"], rows)}`;
}

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
