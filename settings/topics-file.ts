import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type { Problem } from "./problems";

/** What a file of topics holds. */
export interface TopicsFile {
  /** Its list, not yet checked; undefined where there is none to check. */
  readonly topics: unknown;
  readonly problems: readonly Problem[];
  /** Adds to a path such as `topicsFile[1].partitions` where that is: ` (topics/dev.yaml:12)`. */
  readonly locate: (path: string) => string;
}

const inFile = /^topicsFile\[(\d+)\](?:\.(\w+))?(?:\.|\["|$)([^"]*)/;
const project = resolve(__dirname, "..");

/** Reads the file that the key `topicsFile` names: YAML, a list of topics. Its path is relative to the project. */
export function readTopicsFile(name: string): TopicsFile {
  if (name === "") return withProblems([]);
  let text: string;
  try {
    text = readFileSync(resolve(project, name), "utf8");
  } catch (error) {
    const { message } = error as Error;
    return withProblems([
      { path: "topicsFile", message: `is ${name}; must be a file that can be read: ${message}` },
    ]);
  }
  const lines = new LineCounter();
  // As big integers no number loses a digit: the largest that Kafka takes do not fit another.
  const document = parseDocument(text, { lineCounter: lines, intAsBigInt: true });
  if (document.errors.length > 0) {
    return withProblems(
      document.errors.map(({ message }) => ({
        path: "topicsFile",
        message: `is ${name}, which is no YAML: ${message.trimEnd()}`,
      })),
    );
  }
  return {
    // An empty file is an empty list.
    topics: document.toJS() ?? [],
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

function withProblems(problems: readonly Problem[]): TopicsFile {
  return { topics: undefined, problems, locate: (path) => path };
}
