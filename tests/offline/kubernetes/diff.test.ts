import { text } from "../../../offline/stand-ins/kubernetes/object";
import { readSettings } from "../../../offline/stand-ins/kubernetes/configuration";
import { checkInputs } from "../../../offline/stand-ins/kubernetes/inputs/check";
import { diffInputs } from "../../../offline/stand-ins/kubernetes/inputs/diff";
import type { Properties } from "../../../provider/sdk/value";
import { decode, encode } from "../../../provider/sdk/wire";
import {
  readRecording,
  recordings,
  type Declaration,
  type RecordedStep,
  type Recording,
} from "./recording";

/** A recorded difference with the programs before and after it. */
interface Difference {
  readonly before: Declaration;
  readonly after: Declaration;
  /** The Provider's settings in the two programs. */
  readonly providers: readonly [Properties, Properties];
  readonly recorded: RecordedStep;
}

const differences = recordings
  .map((name) => readRecording(name, "rec-"))
  .flatMap((recording) => differencesOf(recording))
  .map((difference) => [describeDifference(difference), difference] as const);

test("there are recorded differences", () => {
  expect(differences.length).toBeGreaterThan(30);
});

test.each(differences)("%s", (_, { before, after, providers, recorded }) => {
  const olds = checked(before, {}, providers[0]);
  const news = checked(after, olds, providers[1]);
  const result = diffInputs(
    { ...identity(after), id: "id", olds: {}, oldInputs: olds, news, ignoreChanges: [] },
    readSettings(providers[1], {}),
  );
  const kinds = Object.entries(recorded.detailedDiff ?? {}).map(([path, { kind }]) => [path, kind]);
  expect(result.detailedDiff).toEqual(Object.fromEntries(kinds));
  const replacing = Object.keys(result.detailedDiff).filter((path) =>
    result.detailedDiff[path]?.endsWith("-replace"),
  );
  expect(replacing.sort()).toEqual([...(recorded.replaceReasons ?? [])].sort());
});

/** Differences between programs of which the first was deployed, with nothing else in between. */
function differencesOf({ steps }: Recording): Difference[] {
  const found: Difference[] = [];
  let deployed = new Map<string, Declaration>();
  let declared = new Map<string, Declaration>();
  for (const step of steps) {
    if (step.declared) declared = new Map(step.declared.map((entry) => [entry.name, entry]));
    for (const { action, exitCode, steps: planned = [], events = [] } of step.actions) {
      if (action.startsWith("kubectl") || action === "pulumi refresh") return found;
      for (const recorded of [...planned, ...events.filter(({ event }) => event === "start")]) {
        const before = deployed.get(recorded.name);
        const after = declared.get(recorded.name);
        if (!before || !after || !recorded.detailedDiff) continue;
        const settings = (program: typeof declared) =>
          (program.get(after.options?.provider ?? "")?.inputs ?? {}) as Properties;
        found.push({
          before,
          after,
          recorded,
          providers: [settings(deployed), settings(declared)],
        });
      }
      if (action !== "pulumi up") continue;
      if (exitCode !== 0) return found;
      deployed = declared;
    }
  }
  return found;
}

function checked(declaration: Declaration, olds: Properties, provider: Properties): Properties {
  const { inputs } = checkInputs(
    {
      ...identity(declaration),
      olds,
      news: declaration.inputs,
      randomSeed: new Uint8Array(),
      signal: new AbortController().signal,
    },
    text(provider, "namespace") || "default",
  );
  return decode(encode(inputs)).properties;
}

function identity({ type, name }: Declaration) {
  return { urn: `urn:pulumi:dev::test::${type}::${name}`, type, name };
}

function describeDifference({ after, recorded }: Difference): string {
  return `${recorded.op} ${after.type}: ${Object.keys(recorded.detailedDiff ?? {}).join(", ")}`;
}
