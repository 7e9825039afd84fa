import type { Scale } from "../scale/scale";
import { summarize } from "../statistics";
import { type Floors, peakOf } from "./bounds";
import { whole } from "./numbers";

/** Columns of {@link memory}. */
export const memoryHead = ["engine, MiB", "program, MiB", "plugin kafka-platform, MiB"];

/** The peak of each part over several commands. */
export function memory(commands: Parameters<typeof peakOf>[1]): string[] {
  return ["engine", "program", "plugin kafka-platform"].map((part) =>
    whole(peakOf(part, commands)),
  );
}

/** The floor of commands with so many topics: a program without resources, with the same topics if that was measured. */
export function pulumiFloor(
  { emptyProgram, topicsProgram }: Scale,
  key: "ups" | "previews",
  topics = 0,
): Pick<Floors, "pulumi" | "program"> {
  const isMeasured = topicsProgram?.topics === topics;
  const times = (isMeasured ? topicsProgram : emptyProgram)?.[key] ?? [];
  return {
    pulumi: summarize(times)?.median,
    ...(isMeasured && { program: "a program that only exports these topics" }),
  };
}
