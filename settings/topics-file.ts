import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import { excerpt } from "../excerpt";
import type { Problem } from "./problems";
import { fileInProject, pathInProject } from "./project-file";

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
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    // Its message would end with where this machine has the project.
    const [reason = ""] = (error as Error).message.split(",");
    return withProblem(`is ${excerpt(name)}; must be a file that can be read: ${reason}`);
  }
  const lines = new LineCounter();
  // As big integers no number loses a digit: the largest that Kafka takes do not fit another. A pretty error
  // would quote lines of the file.
  const document = parseDocument(text, {
    lineCounter: lines,
    intAsBigInt: true,
    prettyErrors: false,
  });
  const noYaml = (problem: string, position: number) => {
    const place = `${name}:${lines.linePos(position).line}`;
    return withProblem(`is ${excerpt(name)}, which is no YAML: ${excerpt(problem)} (${place})`);
  };
  const [error] = document.errors;
  if (error) return noYaml(error.message, error.pos[0]);
  let topics: unknown;
  try {
    topics = document.toJS();
  } catch (unresolved) {
    // An alias that nothing is the anchor of, or far too many of them.
    return noYaml((unresolved as Error).message, 0);
  }
  return {
    // An empty file is an empty list.
    topics: topics ?? [],
    problems: [],
    locate: (path) => {
      const [, index, key, setting] = inFile.exec(path) ?? [];
      if (index === undefined) return path;
      const way = [Number(index), key, setting].filter((step) => step !== undefined);
      // What is missing is told by what it is missing from.
      const starts = way.map((_, end) => {
        const node = document.getIn(way.slice(0, end + 1), true) as
          { range?: [number] } | undefined;
        return node?.range?.[0];
      });
      const start = starts.filter((position) => position !== undefined).at(-1);
      return start === undefined ? path : `${path} (${name}:${lines.linePos(start).line})`;
    },
  };
}

function withProblem(message?: string): TopicsFile {
  const problems = message === undefined ? [] : [{ path: "topicsFile", message }];
  return { topics: undefined, problems, locate: (path) => path };
}
