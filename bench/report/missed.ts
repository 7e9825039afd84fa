import type { Results } from "../results";
import { type Median, type RatioGoal, ratioOf, ratios, rival } from "./ratio-goals";

/** Why ratios are missed, one line each, and what has been tried; undefined if none is missed. */
export function whyMissed(results: Results, median: Median): string | undefined {
  const missed = ratios.filter((goal) => (ratioOf(goal, median) ?? 0) > goal.most);
  if (missed.length === 0) return undefined;
  const reasons = missed.map((goal) => `- ${goal.text}: ${reasonOf(goal, median, results)}`);
  const tried = [...new Set(missed.map((goal) => goal.tried))].map((each) => `- ${each}`);
  return `Why goals are missed, and what has been tried:\n\n${[...reasons, ...tried].join("\n")}`;
}

/** What this project does in that time and the other does not, as far as it was measured. */
function reasonOf(goal: RatioGoal, median: Median, { waterfall }: Results): string {
  const [noop, theirs] = [median(goal.own, "noop"), median(goal.other, goal.quantity)];
  const spans = waterfall?.spans ?? [];
  const first = spans.find(({ label }) => label.startsWith("Container "));
  const network = spans.find(({ label }) => label.startsWith("Network "));
  const onDocker = rival(goal) === "Compose" && first && network;
  const measured = [
    ...(noop !== undefined && theirs !== undefined
      ? [
          `an \`up\` with nothing to do takes ${noop.toFixed(1)} s, before anything is made; ${rival(goal)}, which keeps no ` +
            `state, needs ${theirs.toFixed(1)} s for everything.`,
        ]
      : []),
    ...(onDocker
      ? [
          `In the waterfall the first container begins after ${first.from.toFixed(1)} s, ` +
            `${(network.to - network.from).toFixed(1)} of them for the network, for which the official plugin waits; each container ` +
            `takes ${(first.to - first.from).toFixed(1)} s, one after the other.`,
        ]
      : []),
  ];
  return measured.join(" ");
}
