import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { formatPath } from "../common/paths";

/** A whole number in a range, with the ends included. */
export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Java heap in MiB; 0 leaves it to the image. */
export const heapMiB = z.int().refine((size) => size === 0 || (size >= 64 && size <= 65_536), {
  error: "must be 0 for the image's default, or a whole number of MiB from 64 to 65536",
});

/** An image reference; its form is left to the target. */
export const image = z.string().min(1, { error: "must be an image, such as registry/name:tag" });

/** See `Resources`. */
export const resources = z.strictObject({
  cpuMillicores: wholeNumber(1, 64_000),
  memoryMiB: wholeNumber(128, 131_072),
});

/** Settings by name, each with its own check: what is wrong with it, or undefined. */
export function settings(problemOf: (name: string, value: string) => string | undefined) {
  return z.record(z.string(), z.string()).superRefine((given, context) => {
    for (const [name, value] of Object.entries(given)) {
      const message = problemOf(name, value);
      if (message !== undefined) context.addIssue({ code: "custom", path: [name], message });
    }
  });
}

/** What can be chosen about every server with data. */
export interface ServerOptions {
  /**
   * Time in seconds that a server gets to start, log recovery included, before the deployment fails, from 30.
   * Default: 180.
   */
  readonly startTimeoutSeconds?: number | undefined;
  /** Whether the data stays when the stack is destroyed. Default: true. */
  readonly retainData?: boolean | undefined;
  /** Whether anything that would delete or replace the volumes is refused. Default: false. */
  readonly protectData?: boolean | undefined;
}

/** The form of {@link ServerOptions}, with the defaults. */
export const serverFields = {
  startTimeoutSeconds: wholeNumber(30, 86_400).default(180),
  retainData: z.boolean().default(true),
  protectData: z.boolean().default(false),
};

/**
 * What a component cannot do without: its target, or another component.
 *
 * @param names Names of these arguments.
 * @param component Kind and name of the component, for the message.
 * @throws pulumi.RunError that lists those that are missing.
 */
export function demand<Args extends object>(
  args: Args | undefined,
  names: readonly (keyof Args & string)[],
  component: string,
): void {
  const missing = names.filter((name) => typeof args?.[name] !== "object" || args[name] === null);
  if (missing.length === 0) return;
  throw invalid(
    component,
    missing.map((name) => `${name} is missing`),
  );
}

/**
 * Completes a component's arguments with their defaults.
 *
 * @param component Kind and name of the component, for the message.
 * @throws pulumi.RunError that lists every problem with its place; Pulumi shows only its message.
 */
export function complete<Schema extends z.ZodType>(
  schema: Schema,
  given: object,
  component: string,
): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `${formatPath([...issue.path, key])} is not an argument`)
      : [`${formatPath(issue.path)} ${issue.message}`],
  );
  throw invalid(component, lines);
}

function invalid(component: string, problems: readonly string[]): pulumi.RunError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new pulumi.RunError([`${component} has invalid arguments:`, ...lines].join("\n"));
}
