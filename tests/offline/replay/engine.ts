import { readable, withoutMeta, type Calls, type Failed, type Properties } from "./calls";
import type { Declaration, Json } from "./recording";

const types: Readonly<Record<string, string>> = {
  Container: "docker:index/container:Container",
  Network: "docker:index/network:Network",
  RemoteImage: "docker:index/remoteImage:RemoteImage",
  Volume: "docker:index/volume:Volume",
};

const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secretWrapper = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A resource in the state. */
export interface Stored {
  readonly name: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly initErrors?: readonly string[];
  /** Names of the resources whose outputs it uses or which it names in `dependsOn`. */
  readonly dependencies: readonly string[];
}

/** An operation was given up, as `pulumi` would with exit status 1. */
class GivenUp extends Error {}

/**
 * As much of Pulumi's engine as the recordings need: it decides which calls a deployment makes, one
 * resource after the other. Calls and state are then compared with what the real one did.
 */
export class Engine {
  readonly state = new Map<string, Stored>();
  private preview = false;
  private planned = new Map<string, Properties>();
  private removedEarly = new Map<string, Stored>();

  constructor(private readonly calls: Calls) {}

  /** Runs `preview` or `up`; resolves to whether it succeeds. */
  async deploy(program: readonly Declaration[], preview: boolean): Promise<boolean> {
    this.preview = preview;
    this.planned = new Map();
    this.removedEarly = new Map();
    const replaced: Stored[] = [];
    return this.succeeds(async () => {
      for (const declared of program) await this.register(declared, program, replaced);
      for (const old of replaced) await this.remove(old);
      const names = new Set(program.map(({ name }) => name));
      const gone = [...this.state.values()].reverse().filter(({ name }) => !names.has(name));
      for (const old of gone) await this.remove(old, true);
    });
  }

  /** Runs `refresh`. */
  async refresh(): Promise<boolean> {
    return this.succeeds(async () => {
      for (const old of [...this.state.values()]) {
        const found = await this.calls.read(old.type, old.name, old.id, old.inputs, old.outputs);
        if (!found) {
          this.state.delete(old.name);
          continue;
        }
        await this.calls.diff(old.type, old.name, found.id, found, old.inputs);
        const { name, type, dependencies } = old;
        this.state.set(name, { name, type, dependencies, ...found });
      }
    });
  }

  /** Runs `destroy`: what fails stays, and so does what it depends on. */
  async destroy(): Promise<boolean> {
    const failed = new Set<string>();
    for (const old of [...this.state.values()].reverse()) {
      const isNeeded = [...this.state.values()].some(
        ({ name, dependencies }) => failed.has(name) && dependencies.includes(old.name),
      );
      const error = isNeeded || (await this.calls.delete(old.type, old.name, old.id, old.outputs));
      if (error) failed.add(old.name);
      else this.state.delete(old.name);
    }
    return failed.size === 0;
  }

  /** Runs `pulumi import TYPE NAME ID`. */
  async import(type: string, name: string, id: string): Promise<boolean> {
    const found = await this.calls.read(type, name, id, {}, {});
    if (found) this.state.set(name, { name, type, dependencies: [], ...found });
    return found !== undefined;
  }

  private async succeeds(operation: () => Promise<void>): Promise<boolean> {
    try {
      await operation();
      return true;
    } catch (error) {
      if (error instanceof GivenUp) return false;
      throw error;
    }
  }

  private async register(
    declared: Declaration,
    program: readonly Declaration[],
    replaced: Stored[],
  ): Promise<void> {
    const { name, opts } = declared;
    const type = types[declared.kind] ?? declared.kind;
    let old = this.state.get(name) ?? this.removedEarly.get(name);
    const given = this.resolve(declared.props) as Properties;
    const inputs = await this.calls.check(type, name, old?.inputs ?? {}, given);
    if (!inputs) throw new GivenUp();
    const dependencies = dependenciesOf(declared);
    const target = { name, type, inputs, dependencies };
    if (!old && opts?.import !== undefined) old = await this.adopt(target, opts.import);
    if (!old || this.removedEarly.has(name)) return this.create(target);

    const diff = await this.calls.diff(type, name, old.id, old, inputs);
    const reasons = replaceReasons(diff, old, opts?.replaceOnChanges ?? []);
    if (reasons.length > 0) {
      if (opts?.import !== undefined && !this.preview) throw new GivenUp();
      if (opts?.deleteBeforeReplace ?? diff.deleteBeforeReplace) {
        await this.removeWithDependents(old, program);
      } else {
        replaced.push(old);
      }
      // Checked once more as if it were new, so that a generated name is another one.
      const fresh = await this.calls.check(type, name, {}, given);
      return this.create({ ...target, inputs: fresh ?? inputs });
    }
    if (diff.paths.length > 0 || old.initErrors) return this.update(target, old);
    this.planned.set(name, old.outputs);
    if (!this.preview) this.state.set(name, { ...old, inputs, dependencies });
  }

  private async adopt(target: Target, id: string): Promise<Stored> {
    const found = await this.calls.read(target.type, target.name, id, {}, {});
    if (!found) throw new GivenUp();
    const adopted = { ...target, ...found };
    if (!this.preview) this.state.set(target.name, adopted);
    return adopted;
  }

  private async create(target: Target): Promise<void> {
    const result = await this.calls.create(target.type, target.name, target.inputs, this.preview);
    if ("error" in result) this.fail(target, result);
    this.planned.set(target.name, result.outputs);
    if (this.preview) return;
    const outputs = { ...result.outputs, id: result.id };
    this.store({ ...target, id: result.id, outputs });
  }

  private async update(target: Target, old: Stored): Promise<void> {
    const { type, name, inputs } = target;
    const result = await this.calls.update(type, name, old.id, old, inputs, this.preview);
    if ("error" in result) this.fail(target, result);
    this.planned.set(name, result.outputs);
    if (!this.preview) this.store({ ...target, id: old.id, outputs: result.outputs });
  }

  private fail(target: Target, { error, made }: Failed): never {
    if (made) this.store({ ...target, ...made, initErrors: [error] });
    throw new GivenUp();
  }

  private store(resource: Stored): void {
    this.removedEarly.delete(resource.name);
    this.state.delete(resource.name);
    this.state.set(resource.name, resource);
  }

  private async removeWithDependents(old: Stored, program: readonly Declaration[]): Promise<void> {
    this.planned.set(old.name, {});
    const dependents = [...this.state.values()].filter((other) =>
      usesOutputsOf(old, other, program),
    );
    for (const dependent of dependents) {
      const declared = program.find(({ name }) => name === dependent.name);
      // The engine asks with unknowns whether the dependent must go as well.
      const inputs = withUnknowns(dependent.inputs, declared, old.name);
      const diff = await this.calls.diff(
        dependent.type,
        dependent.name,
        dependent.id,
        dependent,
        inputs,
      );
      if (diff.replaces.length === 0) continue;
      await this.remove(dependent);
      this.removedEarly.set(dependent.name, dependent);
    }
    await this.remove(old);
  }

  private async remove(old: Stored, isGone = false): Promise<void> {
    if (this.preview) return;
    const failed = await this.calls.delete(old.type, old.name, old.id, old.outputs);
    if (failed) throw new GivenUp();
    if (isGone || this.state.get(old.name)?.id === old.id) this.state.delete(old.name);
  }

  private resolve(value: Json): Json {
    if (Array.isArray(value)) return value.map((inner) => this.resolve(inner));
    if (typeof value !== "object" || value === null) return value;
    if (typeof value.$ref === "string") {
      const [name = "", output = ""] = value.$ref.split(".");
      return this.planned.get(name)?.[output] ?? unknownMarker;
    }
    if (value.$secret !== undefined) return { ...secretWrapper, value: value.$secret };
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, this.resolve(inner)]),
    );
  }
}

interface Target {
  readonly name: string;
  readonly type: string;
  readonly inputs: Properties;
  readonly dependencies: readonly string[];
}

function replaceReasons(
  diff: { paths: readonly string[]; replaces: readonly string[] },
  old: Stored,
  replaceOnChanges: readonly string[],
): string[] {
  const reasons = [...diff.replaces];
  const changed = old.initErrors ? [...diff.paths, "#initerror"] : diff.paths;
  reasons.push(
    ...changed.filter((path) => replaceOnChanges.some((on) => on === "*" || on === path)),
  );
  return reasons;
}

function dependenciesOf({ props, opts }: Declaration): string[] {
  const references = JSON.stringify([props, opts?.dependsOn ?? []]).matchAll(/"\$ref":"(\w+)/g);
  return [...new Set([...references].map(([, name = ""]) => name))];
}

function usesOutputsOf(old: Stored, other: Stored, program: readonly Declaration[]): boolean {
  const declared = program.find(({ name }) => name === other.name);
  return JSON.stringify(declared?.props ?? {}).includes(`"$ref":"${old.name}.`);
}

function withUnknowns(
  inputs: Properties,
  declared: Declaration | undefined,
  name: string,
): Properties {
  const affected = Object.entries(declared?.props ?? {}).filter(([, value]) =>
    JSON.stringify(value).includes(`"$ref":"${name}.`),
  );
  return {
    ...inputs,
    ...Object.fromEntries(affected.map(([property]) => [property, unknownMarker])),
  };
}

/** The state in the form of the recordings. */
export function recordedState(stored: Stored): Record<string, Json> {
  return {
    name: stored.name,
    type: stored.type,
    id: stored.id,
    inputs: readable(stored.inputs),
    outputs: readable(withoutMeta(stored.outputs)),
    ...(stored.initErrors ? { initErrors: [...stored.initErrors] } : {}),
  };
}
