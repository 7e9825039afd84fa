import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../../user-error";
import { apply, changes, keepPulumisOwn, readConfigFile, valuesOf } from "./config-file";
import { type Values, writeConfigFile } from "./config-file";
import { localFolder, root } from "./places";

/**
 * The configuration with which our commands run Pulumi: a copy of the stack's file, so that none of
 * them changes a file under version control. The copy differs from that file by the replacements of
 * images that cannot be had here, by what `pulumi config set` was told to put into it (its local
 * values), and by what Pulumi writes itself, such as `encryptionsalt`.
 */
export class StackConfig {
  /** Path of the copy. */
  readonly path: string;
  /** Values that were set or taken out in the copy, by their full keys. */
  readonly local: Values;
  /** What the copy was without its local values, to tell them by, and the backend it was made for. */
  private readonly generated: string;
  private readonly source: string;
  private readonly isSameBackend: boolean;

  /**
   * @param stack Name of the stack; an organization before a slash plays no part here.
   * @param backend Where the stack's state is. What was encrypted for another one is dropped.
   * @throws UserError that lists the stacks that there are, where there is no such one.
   */
  constructor(
    stack: string,
    private readonly backend: string,
  ) {
    const name = `Pulumi.${basename(stack)}.yaml`;
    this.source = join(root, name);
    this.path = join(localFolder, "config", name);
    this.generated = join(localFolder, "config", `generated.${name}`);
    if (!existsSync(this.source)) throw new UserError(unknownStack(stack, name));
    const [generated, copy] = [readConfigFile(this.generated), readConfigFile(this.path)];
    this.isSameBackend = generated.get("backend") === backend;
    const local =
      existsSync(this.path) && existsSync(this.generated)
        ? [...changes(valuesOf(generated), valuesOf(copy))]
        : [];
    this.local = new Map(local.filter(([, value]) => this.isSameBackend || !isSecret(value)));
  }

  /** Whether there is a copy already, made for this backend. */
  get isCurrent(): boolean {
    return existsSync(this.path) && this.isSameBackend;
  }

  /** The value of a key, or its default where the stack says nothing. */
  get(key: string): unknown {
    const full = fullKey(key);
    const own = this.local.has(full) ? this.local : valuesOf(readConfigFile(this.source));
    return own.get(full) ?? this.defaultOf(key);
  }

  /** The value of a key that Pulumi.yaml gives to every stack. */
  defaultOf(key: string): unknown {
    return readConfigFile(join(root, "Pulumi.yaml")).getIn(["config", key, "default"]);
  }

  /** Writes the copy, with these values in place of the stack's. */
  write(replacements: Readonly<Record<string, unknown>>): void {
    const replaced = new Map(
      Object.entries(replacements).map(([key, value]) => [fullKey(key), value]),
    );
    const document = readConfigFile(this.source);
    apply(document, replaced);
    const generated = document.clone();
    generated.set("backend", this.backend);
    writeConfigFile(this.generated, generated);
    apply(document, new Map([...this.local].filter(([key]) => !replaced.has(key))));
    if (this.isSameBackend) keepPulumisOwn(document, readConfigFile(this.path));
    writeConfigFile(this.path, document);
  }

  /** Takes over what Pulumi wrote beside the values in another copy of the stack's file. */
  adopt(path: string): void {
    const document = readConfigFile(this.path);
    keepPulumisOwn(document, readConfigFile(path));
    writeConfigFile(this.path, document);
  }
}

function isSecret(value: unknown): boolean {
  return JSON.stringify(value ?? "").includes('"secure":');
}

function fullKey(key: string): string {
  return `kafka-platform:${key}`;
}

function unknownStack(stack: string, name: string): string {
  const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  return `There is no stack "${stack}": ${name} is missing. The stacks are: ${stacks.join(", ")}.`;
}
