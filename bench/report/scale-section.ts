import type { TopicsRow } from "../scale/measure-topics";
import type { Scale } from "../scale/scale";
import { boundSentence, processorTimes } from "./bounds";
import { seconds } from "./numbers";
import { brokersSection } from "./scale-brokers";
import { memory, memoryHead, pulumiFloor } from "./scale-columns";
import { table } from "./table";

/** How the cost grows: tables, the chart, and what bounds each command. */
export function scaleSection(scale: Scale): string {
  const { at, loads, topics, brokers, comment } = scale;
  const load = `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`;
  const parts = [
    `## Scale

Measured once, the last part on ${at.slice(0, 16).replace("T", " ")} UTC, with a one-minute load of ${load}. Times in
seconds. What bounds a command is what takes the largest part of its time: the brokers, by the bare calls or the script;
Pulumi, by a program without resources; or the client, which is the rest: this project's program and plugins, the engine's
work for them, and what they wait for.`,
    ...(topics.length > 0
      ? ["![How the time grows with the number of topics](images/bench-scale.svg)", ofTopics(scale)]
      : []),
    ...(comment ? [ofComment(comment)] : []),
    ...(brokers.length > 0 ? [brokersSection(scale)] : []),
  ];
  return parts.join("\n\n");
}

function ofTopics(scale: Scale): string {
  const rows = scale.topics.map((row) => {
    const bare = bareOf(scale, row.topics);
    return [
      row.topics.toLocaleString("en"),
      seconds(row.up.seconds),
      seconds(bare?.create),
      seconds(row.noop.seconds),
      seconds(row.preview.seconds),
      seconds(row.refresh.seconds),
      seconds(bare?.read),
      ...memory([row.up, row.noop, row.preview, row.refresh]),
    ];
  });
  const head = [
    ...["topics", "`up`", "bare create", "no-op `up`", "preview", "refresh", "bare read"],
    ...memoryHead,
  ];
  return `### Topics

Each has three partitions and one setting, on one broker on Docker. \`up\` adds all of them to a running platform without
topics, and ends with the smoke test. The bare calls of the admin client, with the requests that this project makes and
nothing around them, go to a broker of the same kind that a \`docker run\` script has started. Memory is the peak in MiB
over the four commands.

${table(head, rows)}

${sentences(scale)}`;
}

/** A line for each command, with the fewest and the most topics. */
function sentences(scale: Scale): string {
  const ends = scale.topics.filter((_, index, all) => index === 0 || index === all.length - 1);
  const line = (
    title: string,
    of: (row: TopicsRow) => string,
    key: "up" | "noop" | "preview" | "refresh",
  ) => {
    const most = ends.at(-1);
    const times = most ? ` Processor time with the most: ${processorTimes(most[key].parts)}.` : "";
    return `- **${title}**: ${ends.map((row) => `with ${row.topics.toLocaleString("en")} topics ${of(row)}`).join("; ")}.${times}`;
  };
  const bare = (row: TopicsRow) => bareOf(scale, row.topics);
  return [
    line(
      "`up`",
      (row) =>
        boundSentence(
          {
            seconds: row.up.seconds,
            brokers: bare(row)?.create,
            ...pulumiFloor(scale, "ups", row.topics),
          },
          "the bare calls take",
        ),
      "up",
    ),
    line(
      "no-op `up`",
      (row) =>
        boundSentence(
          { seconds: row.noop.seconds, brokers: 0, ...pulumiFloor(scale, "ups", row.topics) },
          "",
        ),
      "noop",
    ),
    line(
      "preview",
      (row) =>
        boundSentence(
          {
            seconds: row.preview.seconds,
            brokers: 0,
            ...pulumiFloor(scale, "previews", row.topics),
          },
          "",
        ),
      "preview",
    ),
    line(
      "refresh",
      (row) =>
        boundSentence(
          // It runs no program, and Pulumi has no cheaper command to compare it with.
          { seconds: row.refresh.seconds, brokers: bare(row)?.read, pulumi: 0 },
          "the bare calls take",
        ),
      "refresh",
    ),
  ].join("\n");
}

function ofComment(comment: NonNullable<Scale["comment"]>): string {
  const { topics, characters, previewMiB, writingSeconds } = comment;
  return `### Comment on a change

For a change of ${topics.toLocaleString("en")} topics, the previews of both sides and the comment take ${comment.seconds.toFixed(1)} s. Of that,
writing the comment takes ${writingSeconds.toFixed(2)} s: ${writingSeconds * 2 > comment.seconds ? "the client bounds it" : "the previews bound it"}. The changed side's preview is
${previewMiB.toFixed(1)} MiB of JSON, the comment ${characters.toLocaleString("en")} characters of the 65,536 that GitHub allows.`;
}

function bareOf({ bare }: Scale, topics: number) {
  return bare.find((each) => each.topics === topics);
}
