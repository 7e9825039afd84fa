import { Calls, type CallDuration } from "./calls";
import { DockerSide } from "./docker-side";
import { Engine, recordedState, type Stored } from "./engine";
import { Matcher } from "./matcher";
import { Plugin } from "./plugin";
import type { Declaration, Json, ProviderCall, Recording, Step } from "./recording";

/** What a replay found. */
export interface ReplayResult {
  /** What differs from the recording; empty if nothing does. */
  readonly differences: readonly string[];
  /** How long each call to the plugin took, in the order of the calls. */
  readonly durations: readonly CallDuration[];
}

/** What is to be done before the step of that index, such as what the recording does not show. */
export type Preparations = Readonly<Record<number, () => unknown>>;

/** Replays a recording on a configured plugin, and removes all that is left behind. */
export async function replay(
  recording: Recording,
  plugin: Plugin,
  prefix: string,
  preparations: Preparations = {},
): Promise<ReplayResult> {
  const matcher = new Matcher();
  const calls = new Calls(plugin, `c-${recording.case}`);
  const docker = new DockerSide(prefix, matcher);
  const differences: string[] = [];
  const engine = new Engine(calls);
  let program: readonly Declaration[] = [];
  try {
    for (const [index, step] of recording.steps.entries()) {
      program = step.program ?? program;
      await preparations[index]?.();
      if (step.do.includes("docker")) differences.push(...(await docker.step(step, index)));
      else differences.push(...(await operation(step, index, program, engine, calls, matcher)));
      await docker.noteVolumes();
    }
  } finally {
    await docker.cleanUp();
  }
  return { differences, durations: calls.durations };
}

async function operation(
  step: Step,
  index: number,
  program: readonly Declaration[],
  engine: Engine,
  calls: Calls,
  matcher: Matcher,
): Promise<string[]> {
  calls.log = [];
  const before = new Map(engine.state);
  const refused = await refusedConfiguration(step, program, engine);
  const ok = refused ? false : await operate(engine, step, filledIn(program, matcher), matcher);
  if (refused) calls.log = [{ call: "Configure", errors: [refused] }];
  // Each import was recorded in a stack of its own.
  if (step.do === "import") before.clear();
  const path = `steps[${index}] ${step.do}`;
  return [
    ...(ok === step.ok ? [] : [`${path}: recorded ok ${step.ok}, now ${ok}`]),
    ...callDifferences(step, calls.log, matcher, path),
    ...stateDifferences(step, before, engine.state, matcher, path),
  ];
}

async function operate(
  engine: Engine,
  step: Step,
  program: readonly Declaration[],
  matcher: Matcher,
): Promise<boolean> {
  switch (step.do) {
    case "refresh":
      return engine.refresh();
    case "destroy":
      return engine.destroy();
    case "import": {
      // Each import was recorded in a stack of its own, unless it was to fail.
      if (step.ok) engine.state.clear();
      const [type = "", name = "", id = ""] = step.args ?? [];
      return engine.import(type, name, matcher.filledIn(id));
    }
    default:
      if (step.flags?.includes("--refresh")) await engine.refresh();
      return engine.deploy(program, step.do === "preview");
  }
}

/** Configures a plugin of its own where the step sets another engine; the error if it refuses. */
async function refusedConfiguration(
  step: Step,
  program: readonly Declaration[],
  engine: Engine,
): Promise<string | undefined> {
  const host = program.find(({ kind }) => kind === "Provider")?.props.host as string | undefined;
  const isNeeded = step.do === "destroy" ? engine.state.size > 0 : true;
  if ((!step.env && host === undefined) || !isNeeded) return undefined;
  const plugin = await Plugin.start({ ...process.env, ...step.env });
  try {
    const error = await plugin.configure(host === undefined ? {} : { host });
    return error ? `rpc error: code = Unknown desc = ${error.details}` : undefined;
  } finally {
    plugin.stop();
  }
}

function filledIn(program: readonly Declaration[], matcher: Matcher): readonly Declaration[] {
  return JSON.parse(
    JSON.stringify(program).replace(/<(container|network)-id(-\d+)?>/g, (id) =>
      matcher.filledIn(id),
    ),
  ) as Declaration[];
}

/** The order of the calls about different resources means nothing. */
function callDifferences(
  step: Step,
  log: readonly ProviderCall[],
  matcher: Matcher,
  path: string,
): string[] {
  const recorded = step.providerCalls ?? [];
  const names = new Set([...recorded, ...log].map(({ resource }) => resource ?? ""));
  return [...names].flatMap((name) => {
    const wanted = recorded.filter(({ resource }) => (resource ?? "") === name);
    const made = log.filter(
      ({ resource, call }) =>
        (resource ?? "") === name &&
        (call !== "Check" || wanted.some((other) => other.call === "Check")),
    );
    const length = Math.max(wanted.length, made.length);
    return Array.from({ length }, (_, index) => {
      const [was, is] = [wanted[index], made[index]];
      const place = `${path} ${name} ${was?.call ?? ""}`;
      return matcher.differences(comparable(was, was), comparable(is, was), place);
    }).flat();
  });
}

/** A call with the details that the recording has of it. */
function comparable(call: ProviderCall | undefined, recorded: ProviderCall | undefined): Json {
  if (!call) return null;
  const kept = Object.entries(call).filter(
    ([name]) => name !== "approxSeconds" && (name === "call" || recorded?.[name] !== undefined),
  );
  const planned = call.plannedOutputs;
  const isPlan = typeof planned === "object" && planned !== null && !Array.isArray(planned);
  const withoutMeta = isPlan ? { plannedOutputs: { ...planned } } : {};
  if (withoutMeta.plannedOutputs) delete withoutMeta.plannedOutputs.__meta;
  const isPlanRecorded = recorded?.plannedOutputs !== undefined;
  return { ...Object.fromEntries(kept), ...(isPlanRecorded ? withoutMeta : {}) } as Json;
}

function stateDifferences(
  step: Step,
  before: ReadonlyMap<string, Stored>,
  after: ReadonlyMap<string, Stored>,
  matcher: Matcher,
  path: string,
): string[] {
  if (!step.state) return [];
  const names = [...after.keys()].sort();
  const recordedNames = step.state.map(({ name }) => name).sort();
  return [
    ...matcher.differences(recordedNames, names, `${path} names in the state`),
    ...step.state.flatMap((recorded) => {
      const stored = after.get(recorded.name);
      if (!stored) return [];
      const actual = recordedState(stored);
      const wanted = { initErrors: null, ...recorded } as Record<string, Json>;
      const compared = ["type", "id", "initErrors", "inputs", "outputs"].filter(
        (name) => name in wanted,
      );
      return compared.flatMap((name) =>
        matcher.differences(wanted[name], actual[name] ?? null, `${path} ${recorded.name}.${name}`),
      );
    }),
    ...changeDifferences(step, before, after, matcher, path),
  ];
}

function changeDifferences(
  step: Step,
  before: ReadonlyMap<string, Stored>,
  after: ReadonlyMap<string, Stored>,
  matcher: Matcher,
  path: string,
): string[] {
  // What a resource is changed into is only known for those that were there before.
  const names = [...before.keys()].filter((name) => after.has(name));
  const actual = Object.fromEntries(
    names
      .map((name) => [name, changesOf(before.get(name), after.get(name))] as const)
      .filter(([, changes]) => Object.keys(changes).length > 0),
  );
  const recorded = Object.fromEntries(
    Object.entries(step.stateChanges ?? {})
      .filter(([name]) => names.includes(name))
      .map(([name, changes]) => [name, withoutMereAddresses(changes)]),
  );
  return matcher.differences(recorded, actual, `${path} changes`);
}

function changesOf(old: Stored | undefined, now: Stored | undefined): Record<string, Json> {
  if (!old || !now) return {};
  const [was, is] = [old, now].map((stored) => recordedState(withoutAddresses(stored))) as [
    Record<string, Json>,
    Record<string, Json>,
  ];
  const changes: Record<string, Json> =
    was.id === is.id ? {} : { id: [was.id ?? null, is.id ?? null] };
  for (const part of ["inputs", "outputs"] as const) {
    const [a, b] = [was[part] as Record<string, Json>, is[part] as Record<string, Json>];
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    const changed = names.filter(
      (name) => !isSame(a[name] ?? null, b[name] ?? null) || name in a !== name in b,
    );
    if (changed.length === 0) continue;
    changes[part] = Object.fromEntries(
      changed.map((name) => [name, [a[name] ?? absentOr(a, name), b[name] ?? absentOr(b, name)]]),
    );
  }
  return changes;
}

/** Which address a container gets depends on what else runs. */
function withoutAddresses(stored: Stored): Stored {
  const { networkDatas } = stored.outputs;
  if (!networkDatas) return stored;
  const masked = JSON.stringify(networkDatas)
    .replace(/("(?:gateway|ipAddress)":)"[0-9.]+"/g, '$1"172.0.0.1"')
    .replace(/("macAddress":)"[0-9a-f:]+"/g, '$1"02:42:00:00:00:00"');
  return { ...stored, outputs: { ...stored.outputs, networkDatas: JSON.parse(masked) as Json } };
}

function withoutMereAddresses(changes: Json): Json {
  const { outputs, ...others } = changes as Record<string, Record<string, Json>>;
  if (!outputs) return changes;
  const kept = Object.entries(outputs).filter(
    ([name, pair]) =>
      name !== "networkDatas" || !Array.isArray(pair) || !isSame(pair[0] ?? null, pair[1] ?? null),
  );
  return { ...others, ...(kept.length > 0 ? { outputs: Object.fromEntries(kept) } : {}) };
}

function isSame(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function absentOr(object: Record<string, Json>, name: string): Json {
  return name in object ? null : "<absent>";
}
