import { isMap, isScalar } from "yaml";
import { keepAllWritten } from "../../common/written";
import { type ParsedYaml, parseYaml, type YamlFault } from "./yaml-file";

/** A YAML file that the program reads, with its numbers as they are written. */
export class Source {
  private readonly parsed: ParsedYaml;

  constructor(bytes: Buffer | string) {
    this.parsed = parseYaml(bytes, keepAllWritten);
  }

  /** Why it cannot be used; undefined if it can. */
  get fault(): YamlFault | undefined {
    return this.parsed.fault;
  }

  /** Its values, provided that nothing is wrong with it. */
  values(): unknown {
    return this.parsed.document.toJS();
  }

  /**
   * The line of the key or list item at a path or, if it is missing, of what it is missing from; undefined if there is
   * neither.
   */
  lineOf(path: readonly PropertyKey[]): number | undefined {
    const { document, lineAt } = this.parsed;
    const starts = path.map((step, end) => {
      const around: unknown = document.getIn(path.slice(0, end), true);
      const node: unknown = isMap(around)
        ? around.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))?.key
        : document.getIn(path.slice(0, end + 1), true);
      return (node as { range?: [number] } | undefined)?.range?.[0];
    });
    const start = starts.filter((position) => position !== undefined).at(-1);
    return start === undefined ? undefined : lineAt(start);
  }
}
