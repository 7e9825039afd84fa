import type { Json } from "./recording";

// What a placeholder stands for. Those with a name of their own stand for the same text all through a case.
const forms: readonly (readonly [RegExp, string, "same" | "any"])[] = [
  [/-short$/, "[0-9a-f]{12}", "any"],
  [/^(container|network)-id/, "[0-9a-f]{64}", "same"],
  [/^image-id/, "sha256:[0-9a-f]{64}", "same"],
  [/^hex64$/, "[0-9a-f]{64}", "any"],
  [/^digest$/, "sha256:[0-9a-f]{64}", "any"],
  [/^mac$/, "(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", "any"],
  [/^ip$/, "[0-9a-f.:]+", "any"],
  [/^subnet$/, "[0-9a-f.:]+/\\d+", "any"],
  [/^random$/, "\\w+", "any"],
  [/^n$/, "\\d+", "any"],
  [/^docker-root$/, "/\\S*?docker", "any"],
];

/** Compares what happened with a recording of one case. */
export class Matcher {
  private readonly bound = new Map<string, string>();
  private readonly offered = new Map<string, string>();

  /** Lists the differences, each with its path; none if all is as recorded. */
  differences(recorded: Json | undefined, actual: Json | undefined, path: string): string[] {
    if ((recorded ?? null) === null && (actual ?? null) === null) return [];
    if (typeof recorded === "string") {
      return this.isSameText(recorded, actual) ? [] : [difference(path, recorded, actual)];
    }
    if (Array.isArray(recorded) && Array.isArray(actual)) {
      const length = Math.max(recorded.length, actual.length);
      return Array.from({ length }, (_, index) =>
        this.differences(recorded[index], actual[index], `${path}[${index}]`),
      ).flat();
    }
    if (isObject(recorded) && isObject(actual)) {
      return [...new Set([...Object.keys(recorded), ...Object.keys(actual)])].flatMap((name) =>
        this.differences(recorded[name], actual[name], `${path}.${name}`),
      );
    }
    return recorded === actual ? [] : [difference(path, recorded, actual)];
  }

  /** A recorded text with the ids that are known by now, for commands. */
  filledIn(recorded: string): string {
    return recorded.replace(
      /<([\w:/.-]+)>/g,
      (whole, name: string) => this.bound.get(name) ?? this.offered.get(name) ?? whole,
    );
  }

  /** Tells the id of something that a command made, should no recorded answer do so. */
  offer(name: string, id: string): void {
    this.offered.set(name, id);
  }

  private isSameText(recorded: string, actual: Json | undefined): boolean {
    if (recorded === "<unknown>") return actual === "<unknown>";
    if (typeof actual !== "string" && typeof actual !== "number") return false;
    const names: string[] = [];
    const pattern = recorded
      .split(/(<[\w:/.-]+>)/)
      .map((part) => this.patternOf(part, names))
      .join("");
    const match = new RegExp(`^${pattern}$`).exec(String(actual));
    if (!match) return false;
    names.forEach((name, index) => this.bound.set(name, match[index + 1] ?? ""));
    return true;
  }

  private patternOf(part: string, names: string[]): string {
    const name = /^<(.*)>$/.exec(part)?.[1];
    if (name === undefined) return escaped(part);
    const known = this.bound.get(name);
    if (known !== undefined) return escaped(known);
    const form = forms.find(([which]) => which.test(name));
    if (!form) return ".+?";
    if (form[2] === "any") return form[1];
    if (names.includes(name)) return `\\${names.indexOf(name) + 1}`;
    names.push(name);
    return `(${form[1]})`;
  }
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function difference(path: string, recorded: Json | undefined, actual: Json | undefined): string {
  return `${path}: recorded ${JSON.stringify(recorded)}, now ${JSON.stringify(actual)}`;
}
