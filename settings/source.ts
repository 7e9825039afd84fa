import { type Document, isAlias, LineCounter, parseDocument } from "yaml";
import { keepAllWritten } from "../written";

/** A YAML file that the program reads, with its numbers as they are written. */
export class Source {
  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(text: string) {
    // A pretty error would quote lines of the file.
    this.document = parseDocument(text, {
      ...keepAllWritten,
      lineCounter: this.lines,
      merge: true,
      prettyErrors: false,
    });
  }

  /**
   * Its values.
   *
   * @throws SourceError where it is no YAML.
   */
  values(): unknown {
    const [error] = this.document.errors;
    if (error) throw new SourceError(error.message, this.lines.linePos(error.pos[0]).line);
    try {
      return this.document.toJS();
    } catch (unresolved) {
      // An alias that nothing is the anchor of, or far too many of them.
      throw new SourceError((unresolved as Error).message, 1);
    }
  }

  /** The line of what stands at a path, or of what it is missing from; undefined where there is neither. */
  lineOf(path: readonly PropertyKey[]): number | undefined {
    const starts = path.map((_, end) => {
      const node: unknown = this.document.getIn(path.slice(0, end + 1), true);
      return isAlias(node) ? undefined : (node as { range?: [number] } | undefined)?.range?.[0];
    });
    const start = starts.filter((position) => position !== undefined).at(-1);
    return start === undefined ? undefined : this.lines.linePos(start).line;
  }
}

/** Says why a text is no YAML. */
export class SourceError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}
