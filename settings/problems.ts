import { UserError } from "../common/user-error";
import { projectName } from "./files/project-name";

/** One thing that is wrong with a configuration. */
export interface Problem {
  /** Where: a configuration key and, inside lists and maps, the path to the value, such as `topics[0].partitions`. */
  readonly path: string;
  /** What is found there and what is allowed. */
  readonly message: string;
}

/** Thrown for a configuration that cannot be deployed; its message lists every problem, one per line. */
export class SettingsError extends UserError {
  override readonly name = "SettingsError";

  /**
   * @param warnings What would have been warned of if nothing were wrong, one per line. Default: none.
   * @param project The project whose configuration it is. Default: the platform.
   */
  constructor(
    readonly problems: readonly Problem[],
    readonly warnings: readonly string[] = [],
    project = projectName,
  ) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const lines = problems.map((problem) => `  ${describeProblem(problem, project)}`);
    super(`The configuration has ${count}; nothing was changed.\n${lines.join("\n")}`);
  }
}

/** Writes a problem with the key as it is in the stack's file. */
export function describeProblem({ path, message }: Problem, project = projectName): string {
  return `${project}:${path} ${message}`;
}

/** Each problem once, however many topics have it. */
export function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()];
}
