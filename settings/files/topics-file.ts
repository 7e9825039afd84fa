import { readFileSync } from "node:fs";
import { excerpt } from "../../common/excerpt";
import type { Problem } from "../problems";
import { fileInProject, pathInProject } from "./project-file";
import { Source } from "./source";

/** What a file of topics holds. */
export interface TopicsFile {
  /** Its list, not yet checked; undefined if there is none to check. */
  readonly topics: unknown;
  readonly problems: readonly Problem[];
  /** The place of a value, such as `topics/dev.yaml:12`, by its path within the list; undefined if unknown. */
  readonly placeOf: (steps: readonly PropertyKey[]) => string | undefined;
}

/**
 * Reads the file that the key `topicsFile` names: YAML, a list of topics. Its path is relative to the project and must
 * stay inside it: problems with a file are reported in comments that others read.
 */
export function readTopicsFile(name: string): TopicsFile {
  if (name === "") return withProblem();
  const path = pathInProject(name);
  if (path === undefined) return withProblem(`is ${excerpt(name)}; must be ${fileInProject}`);
  let source: Source;
  try {
    source = new Source(readFileSync(path));
  } catch (error) {
    // Its message would end with the project's path on this machine.
    const [reason = ""] = (error as Error).message.split(",");
    return withProblem(`is ${excerpt(name)}; must be a readable file: ${reason}`);
  }
  const { fault } = source;
  if (fault) {
    const place = `${name}:${fault.line}`;
    return withProblem(
      `is ${excerpt(name)}, which is not usable YAML: ${excerpt(fault.message)} (${place})`,
    );
  }
  return {
    // An empty file is an empty list.
    topics: source.values() ?? [],
    problems: [],
    placeOf: (steps) => {
      const line = source.lineOf(steps);
      return line === undefined ? undefined : `${name}:${line}`;
    },
  };
}

function withProblem(message?: string): TopicsFile {
  const problems = message === undefined ? [] : [{ path: "topicsFile", message }];
  return { topics: undefined, problems, placeOf: () => undefined };
}
