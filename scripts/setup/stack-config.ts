import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../../user-error";
import type { Backend } from "./backend";
import { type CarriedOver, carryOver, isSecret } from "./carry-over";
import { apply, changes, keepPulumisOwn, readConfigFile, valuesOf } from "./config-file";
import { type Values, writeConfigFile } from "./config-file";
import { isSame } from "./patch";
import { localFolder, root } from "./places";

/**
 * The configuration with which our commands run Pulumi: a copy of the stack's file, which differs from it
 * by the replacements of images that cannot be had here, by what Pulumi writes itself, such as
 * `encryptionsalt`, and by secrets that only this checkout's own state can decrypt. Nothing of that
 * gets into the file under version control. What `pulumi config set` and `rm` do to the copy does
 * ({@link carryOver}), so that the stack's file is the one place that counts. A secret of a shared backend
 * takes its salt along, as plain Pulumi does.
 */
export class StackConfig {
  /** Path of the copy. */
  readonly path: string;
  /** Secrets that are in the copy alone, by their full keys. */
  readonly local: ReadonlyMap<string, unknown>;
  /** The stack's file. */
  private readonly source: string;
  /** What the copy was when it was written, to tell by what has been changed since, and what it was made with. */
  private readonly generated: string;
  private readonly isSameBackend: boolean;
  /** What Pulumi was told to change in the copy. */
  private readonly told: Values;

  /**
   * @param stack Name of the stack; an organization before a slash plays no part here.
   * @param backend Where the stack's state is. What was encrypted for another one is dropped.
   * @throws UserError that lists the stacks that there are, where there is no such one.
   */
  constructor(
    stack: string,
    private readonly backend: Pick<Backend, "description" | "isLocal">,
  ) {
    const name = `Pulumi.${basename(stack)}.yaml`;
    this.source = join(root, name);
    this.path = join(localFolder, "config", name);
    this.generated = join(localFolder, "config", `generated.${name}`);
    if (!existsSync(this.source)) throw new UserError(unknownStack(stack, name));
    const [generated, copy] = [readConfigFile(this.generated), readConfigFile(this.path)];
    this.isSameBackend = generated.get("backend") === backend.description;
    this.told =
      existsSync(this.path) && existsSync(this.generated)
        ? changes(valuesOf(generated), valuesOf(copy))
        : new Map();
    const own = [...this.told].filter(([, value]) => isSecret(value));
    this.local = new Map(this.isSameBackend && backend.isLocal ? own : []);
  }

  /** Whether there is a copy already, made for this backend. */
  get isCurrent(): boolean {
    return (
      existsSync(this.path) &&
      this.isSameBackend &&
      readConfigFile(this.generated).has("replacements")
    );
  }

  /** What Pulumi encrypts the stack's secrets with, beside a passphrase; undefined as long as it has none. */
  get salt(): unknown {
    return (
      (this.isSameBackend ? readConfigFile(this.path).get("encryptionsalt") : undefined) ??
      readConfigFile(this.source).get("encryptionsalt")
    );
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

  /**
   * Takes what Pulumi was told to change in the copy over into the stack's file, whose comments stay. The
   * copy is to be written anew after it.
   */
  carryOver(): CarriedOver {
    const document = readConfigFile(this.source);
    const result = carryOver({
      document,
      name: basename(this.source),
      told: new Map([...this.told].filter(([key]) => !this.local.has(key))),
      before: valuesOf(readConfigFile(this.generated)),
      replaced: Object.keys(this.replacements()),
      copy: readConfigFile(this.path),
      isSameBackend: this.isSameBackend,
    });
    if (result.done.length > 0) writeConfigFile(this.source, document);
    return result;
  }

  /** Writes the copy, with these values in place of the stack's. */
  write(replacements: Readonly<Record<string, unknown>>): void {
    const replaced = new Map(
      Object.entries(replacements).map(([key, value]) => [fullKey(key), value]),
    );
    const document = readConfigFile(this.source);
    const original = Object.fromEntries(
      Object.keys(replacements).map((key) => [fullKey(key), this.get(key)]),
    );
    apply(document, replaced);
    const generated = document.clone();
    generated.set("backend", this.backend.description);
    generated.set("replacements", generated.createNode(original));
    apply(document, new Map([...this.local].filter(([key]) => !replaced.has(key))));
    if (this.isSameBackend) keepPulumisOwn(document, readConfigFile(this.path));
    // Its time tells whether the stack's file has been changed since.
    rmSync(this.generated, { force: true });
    writeConfigFile(this.generated, generated);
    writeConfigFile(this.path, document);
  }

  /** Writes the copy anew from the stack's file, with the replacements that it has, of images that are still meant. */
  refresh(): void {
    const copied = valuesOf(readConfigFile(this.generated));
    const still = Object.entries(this.replacements()).map(([full, original]) => ({
      ...{ key: full.split(":")[1] ?? "", original, by: copied.get(full) },
    }));
    const meant = still.filter(({ key, original }) => isSame(this.get(key), original));
    this.write(Object.fromEntries(meant.map(({ key, by }) => [key, by])));
  }

  /** Takes over what Pulumi wrote beside the values in another copy of the stack's file. */
  adopt(path: string): void {
    const document = readConfigFile(this.path);
    keepPulumisOwn(document, readConfigFile(path));
    writeConfigFile(this.path, document);
  }

  /** What the images that were replaced in the copy are in the stack's file, by their full keys. */
  private replacements(): Readonly<Record<string, unknown>> {
    const { replacements } = readConfigFile(this.generated).toJS() as {
      replacements?: Record<string, unknown>;
    };
    return replacements ?? {};
  }
}

function fullKey(key: string): string {
  return `kafka-platform:${key}`;
}

function unknownStack(stack: string, name: string): string {
  const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  return `There is no stack "${stack}": ${name} is missing. The stacks are: ${stacks.join(", ")}.`;
}
