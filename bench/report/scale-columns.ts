import type { Scale } from "../scale/scale";
import { summarize } from "../statistics";
import { peakOf } from "./bounds";
import { whole } from "./numbers";

/** Columns of {@link memory}. */
export const memoryHead = ["engine, MiB", "program, MiB", "plugin kafka-platform, MiB"];

/** The peak of each part over several commands. */
export function memory(commands: Parameters<typeof peakOf>[1]): string[] {
  return ["engine", "program", "plugin kafka-platform"].map((part) =>
    whole(peakOf(part, commands)),
  );
}

/** Seconds of a program that declares nothing; 0 if it was not measured. */
export function emptySeconds({ emptyProgram }: Scale): {
  readonly up: number;
  readonly preview: number;
} {
  const median = (times: readonly number[] = []) => summarize(times)?.median ?? 0;
  return { up: median(emptyProgram?.ups), preview: median(emptyProgram?.previews) };
}
