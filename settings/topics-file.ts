import { readFileSync } from "node:fs";
import { excerpt } from "../excerpt";
import type { Problem } from "./problems";
import { fileInProject, pathInProject } from "./project-file";
import { Source } from "./source";

/** What a file of topics holds. */
export interface TopicsFile {
  /** Its list, not yet checked; undefined where there is none to check. */
  readonly topics: unknown;
  readonly problems: readonly Problem[];
  /** Adds to a path such as `topicsFile[1].partitions` where that is: ` (topics/dev.yaml:12)`. */
  readonly locate: (path: string) => string;
}

const inFile = /^topicsFile\[(\d+)\](?:\.(\w+))?(?:\.|\["|$)([^"]*)/;

/**
 * Reads the file that the key `topicsFile` names: YAML, a list of topics. Its path is relative to the project,
 * and stays inside it: what is wrong with a file is told in comments that others read.
 */
export function readTopicsFile(name: string): TopicsFile {
  if (name === "") return withProblem();
  const path = pathInProject(name);
  if (path === undefined) return withProblem(`is ${excerpt(name)}; must be ${fileInProject}`);
  let source: Source;
  try {
    source = new Source(readFileSync(path));
  } catch (error) {
    // Its message would end with where this machine has the project.
    const [reason = ""] = (error as Error).message.split(",");
    return withProblem(`is ${excerpt(name)}; must be a file that can be read: ${reason}`);
  }
  const { fault } = source;
  if (fault) {
    const place = `${name}:${fault.line}`;
    return withProblem(
      `is ${excerpt(name)}, which is not YAML that can be used: ${excerpt(fault.message)} (${place})`,
    );
  }
  return {
    // An empty file is an empty list.
    topics: source.values() ?? [],
    problems: [],
    locate: (path) => {
      const [, index, key, setting] = inFile.exec(path) ?? [];
      if (index === undefined) return path;
      const way = [Number(index), key, setting].filter((step) => step !== undefined);
      const line = source.lineOf(way);
      return line === undefined ? path : `${path} (${name}:${line})`;
    },
  };
}

function withProblem(message?: string): TopicsFile {
  const problems = message === undefined ? [] : [{ path: "topicsFile", message }];
  return { topics: undefined, problems, locate: (path) => path };
}
