import { readable, withoutMeta, type Properties } from "./calls";
import { DockerSide } from "./docker-side";
import { Matcher } from "./matcher";
import { Stack, type Outcome } from "./pulumi";
import type { Declaration, Json, Recording, Step } from "./recording";

// A preview with --json, which was recorded, does not tell the halves of a replacement apart.
const notInPreviews = ["same", "create-replacement", "delete-replaced"];

/** Replays a recording through the real Pulumi CLI; resolves to what differs from it. */
export async function replayWithCli(recording: Recording, prefix: string): Promise<string[]> {
  const stack = new Stack(`c-${recording.case}`);
  const matcher = new Matcher();
  const docker = new DockerSide(prefix, matcher);
  const differences: string[] = [];
  let program: readonly Declaration[] = [];
  try {
    await stack.create();
    for (const [index, step] of recording.steps.entries()) {
      program = step.program ?? program;
      if (step.do.includes("docker")) {
        differences.push(...(await docker.step(step, index)));
        continue;
      }
      const outcome = await stack.operate(step.do, program);
      const path = `steps[${index}] ${step.do}`;
      if (outcome.ok !== step.ok) differences.push(`${path}: recorded ok ${step.ok}`);
      differences.push(
        ...operationDifferences(step, outcome, matcher, path),
        ...errorDifferences(step, outcome, matcher, path),
        ...stateDifferences(step, await stack.resources(), matcher, path),
      );
    }
  } finally {
    await docker.cleanUp();
    stack.remove();
  }
  return differences;
}

function operationDifferences(
  step: Step,
  outcome: Outcome,
  matcher: Matcher,
  path: string,
): string[] {
  if (step.do === "refresh") return [];
  const recorded = JSON.parse(
    JSON.stringify(step.steps ?? []).replaceAll('"diffKind"', '"kind"'),
  ) as Operation[];
  const actual = operations(outcome, step.do === "preview");
  return matcher.differences(sorted(recorded), sorted(actual), `${path} operations`);
}

type Operation = Record<string, Json>;

/** What an event says about a resource. */
interface Metadata {
  readonly op?: string;
  readonly type?: string;
  readonly urn?: string;
  readonly keys?: Json;
  readonly diffs?: Json;
  readonly detailedDiff?: Json;
}

function operations(outcome: Outcome, isPreview: boolean): Operation[] {
  return outcome.events.flatMap((event) => {
    const kinds = isPreview ? ["resourcePreEvent"] : ["resOutputsEvent", "resOpFailedEvent"];
    const kind = kinds.find((name) => name in event);
    const metadata = (event[kind ?? ""] as { metadata?: Metadata } | undefined)?.metadata;
    if (!metadata?.type?.startsWith("docker:")) return [];
    if (isPreview && notInPreviews.includes(metadata.op ?? "")) return [];
    const details: [string, Json | undefined][] = [
      ["result", isPreview ? null : kind === "resOutputsEvent" ? "done" : "failed"],
      ["replaceReasons", metadata.keys],
      ["diffReasons", metadata.diffs],
      ["detailedDiff", withKinds(metadata.detailedDiff)],
    ];
    return {
      op: metadata.op ?? null,
      type: metadata.type ?? null,
      name: nameOf(metadata.urn),
      ...Object.fromEntries(details.filter(([, value]) => value !== null && value !== undefined)),
    };
  });
}

function withKinds(detailedDiff: Json | undefined): Json {
  return JSON.parse(
    JSON.stringify(detailedDiff ?? null).replaceAll('"diffKind"', '"kind"'),
  ) as Json;
}

function sorted(unordered: Operation[]): Operation[] {
  const key = ({ op, name }: Operation) => JSON.stringify([name, op]);
  // The order of reasons changed from run to run.
  const inOrder = unordered.map((operation) => ({
    ...operation,
    ...(Array.isArray(operation.replaceReasons)
      ? { replaceReasons: [...new Set(operation.replaceReasons)].sort() }
      : {}),
  }));
  return inOrder.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function errorDifferences(step: Step, outcome: Outcome, matcher: Matcher, path: string): string[] {
  const recorded = (step.diagnostics ?? [])
    .filter(({ severity, message }) => severity === "error" && !message.startsWith("sdk-v2/"))
    .map(({ resource, message }) => ({ resource, message: message.replace(/^error: /, "") }));
  const actual = outcome.events.flatMap((event) => {
    const diagnostic = event.diagnosticEvent as Record<string, string> | undefined;
    if (diagnostic?.severity !== "error") return [];
    const message = (diagnostic.message ?? "").replace(/<\{%\w+%\}>/g, "").trim();
    return [{ resource: nameOf(diagnostic.urn), message }];
  });
  return matcher.differences(recorded, actual, `${path} errors`);
}

function stateDifferences(
  step: Step,
  resources: readonly Record<string, Json>[],
  matcher: Matcher,
  path: string,
): string[] {
  if (!step.state) return [];
  const names = resources.map(({ urn }) => nameOf(urn)).sort();
  const recordedNames = step.state.map(({ name }) => name).sort();
  return [
    ...matcher.differences(recordedNames, names, `${path} names in the state`),
    ...step.state.flatMap((recorded) => {
      const stored = resources.find(({ urn }) => nameOf(urn) === recorded.name) ?? {};
      const wanted = { initErrors: null, ...recorded } as Record<string, Json>;
      return Object.keys(wanted)
        .filter((part) => part !== "name")
        .flatMap((part) => {
          const value = stored[part] ?? null;
          const compared = part === "outputs" ? withoutMeta(value as Properties) : value;
          return matcher.differences(
            wanted[part],
            readable(compared),
            `${path} ${recorded.name}.${part}`,
          );
        });
    }),
  ];
}

function nameOf(urn: Json | undefined): string {
  const text = typeof urn === "string" ? urn : "";
  return text.includes("docker:") ? (text.split("::").pop() ?? "") : "";
}
