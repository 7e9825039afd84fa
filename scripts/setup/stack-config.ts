import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { UserError } from "../../common/user-error";
import type { Backend } from "./backend";
import { type CarriedOver, carryOver, isSecret } from "./carry-over";
import { apply, changes, keepPulumisOwn, readConfigFile, valuesOf } from "./config-file";
import { type Values, writeConfigFile } from "./config-file";
import { refuseOversizedConfig } from "./config-size";
import { isSame } from "./patch";
import { root } from "./places";
import { platform, type Project } from "./project";

/**
 * The configuration with which our commands run Pulumi: a copy of the stack's file. It differs from the file
 * in replacements of images that are not available here, in what Pulumi writes itself, such as
 * `encryptionsalt`, and in secrets that only this checkout's own state can decrypt. None of this gets into
 * the file under version control. What `pulumi config set` and `rm` change in the copy does
 * ({@link carryOver}): the stack's file is the one place that counts. A secret of a shared backend
 * takes its salt along, as with plain Pulumi.
 */
export class StackConfig {
  /** Path of the copy. */
  readonly path: string;
  /** Secrets that are only in the copy, by their full keys. */
  readonly local: ReadonlyMap<string, unknown>;
  /** The stack's file. */
  private readonly source: string;
  /** Path of the copy as it was written, to find later changes, and with what it was made from. */
  private readonly generated: string;
  private readonly isSameBackend: boolean;
  /** What the user has changed in the copy with Pulumi. */
  private readonly told: Values;

  /**
   * @param stack Name of the stack; an organization before a slash is ignored.
   * @param backend Where the stack's state is. What was encrypted for another one is dropped.
   * @param project Default: the platform.
   * @throws UserError that lists the existing stacks if this one does not exist.
   */
  constructor(
    readonly stack: string,
    readonly backend: Pick<Backend, "description" | "isLocal">,
    readonly project: Project = platform,
  ) {
    const name = `Pulumi.${basename(stack)}.yaml`;
    const { folder, copies } = project;
    this.source = join(folder, name);
    this.path = join(copies, name);
    this.generated = join(copies, `generated.${name}`);
    if (!existsSync(this.source)) throw new UserError(unknownStack(stack, this.source));
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

  /** The salt with which Pulumi encrypts the stack's secrets, besides a passphrase; undefined if there is none yet. */
  get salt(): unknown {
    return (
      (this.isSameBackend ? readConfigFile(this.path).get("encryptionsalt") : undefined) ??
      readConfigFile(this.source).get("encryptionsalt")
    );
  }

  /** @throws UserError if Pulumi could not pass the configuration to the program. */
  refuseOversized(): void {
    const all = new Map([...this.defaults(), ...valuesOf(readConfigFile(this.source))]);
    refuseOversizedConfig(all, basename(this.source));
  }

  /** The value of a key, or its default if the stack does not set it. */
  get(key: string): unknown {
    const full = this.fullKey(key);
    const own = this.local.has(full) ? this.local : valuesOf(readConfigFile(this.source));
    return own.get(full) ?? this.defaultOf(key);
  }

  /** The value of a key that Pulumi.yaml gives to every stack. */
  defaultOf(key: string): unknown {
    return readConfigFile(join(this.project.folder, "Pulumi.yaml")).getIn([
      "config",
      key,
      "default",
    ]);
  }

  /**
   * Carries over into the stack's file what the user has changed in the copy with Pulumi; the file's comments
   * stay. The copy must be written again afterwards.
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

  /** Writes the copy, with these values instead of the stack's. */
  write(replacements: Readonly<Record<string, unknown>>): void {
    const replaced = new Map(
      Object.entries(replacements).map(([key, value]) => [this.fullKey(key), value]),
    );
    const document = readConfigFile(this.source);
    const original = Object.fromEntries(
      Object.keys(replacements).map((key) => [this.fullKey(key), this.get(key)]),
    );
    apply(document, replaced);
    const generated = document.clone();
    generated.set("backend", this.backend.description);
    generated.set("replacements", generated.createNode(original));
    apply(document, new Map([...this.local].filter(([key]) => !replaced.has(key))));
    if (this.isSameBackend) keepPulumisOwn(document, readConfigFile(this.path));
    // Its modification time shows whether the stack's file has changed since.
    rmSync(this.generated, { force: true });
    writeConfigFile(this.generated, generated);
    writeConfigFile(this.path, document);
  }

  /** Writes the copy again from the stack's file, and keeps its replacements of images that the file still names. */
  refresh(): void {
    const copied = valuesOf(readConfigFile(this.generated));
    const still = Object.entries(this.replacements()).map(([full, original]) => ({
      ...{ key: full.split(":")[1] ?? "", original, by: copied.get(full) },
    }));
    const meant = still.filter(({ key, original }) => isSame(this.get(key), original));
    this.write(Object.fromEntries(meant.map(({ key, by }) => [key, by])));
  }

  /** Takes over what Pulumi wrote next to the values in another copy of the stack's file. */
  adopt(path: string): void {
    const document = readConfigFile(this.path);
    keepPulumisOwn(document, readConfigFile(path));
    writeConfigFile(this.path, document);
  }

  /** The values that Pulumi.yaml gives to every stack, by their full keys. */
  private defaults(): Values {
    const keys = valuesOf(readConfigFile(join(this.project.folder, "Pulumi.yaml"))).keys();
    const values = [...keys].map((key) => [this.fullKey(key), this.defaultOf(key)] as const);
    return new Map(values.filter(([, value]) => value !== undefined));
  }

  /** The stack file's values for the images that are replaced in the copy, by their full keys. */
  private replacements(): Readonly<Record<string, unknown>> {
    const { replacements } = readConfigFile(this.generated).toJS() as {
      replacements?: Record<string, unknown>;
    };
    return replacements ?? {};
  }

  private fullKey(key: string): string {
    return `${this.project.name}:${key}`;
  }
}

function unknownStack(stack: string, source: string): string {
  const files = readdirSync(dirname(source));
  const stacks = files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  return `There is no stack "${stack}": ${relative(root, source)} is missing. The stacks are: ${stacks.join(", ")}.`;
}
