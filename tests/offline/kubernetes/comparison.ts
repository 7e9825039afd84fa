import type { Outcome } from "./deployment";
import { matchesText, mismatches } from "./matcher";
import type {
  Json,
  JsonObject,
  RecordedAction,
  RecordedDiagnostic,
  RecordedResource,
  RecordedStep,
} from "./recording";

/** Differences between what a command did and what was recorded. */
export function compareOutcome(action: RecordedAction, outcome: Outcome): string[] {
  const recorded = action.action === "pulumi preview" ? action.steps : action.events;
  return [
    ...mismatches(action.exitCode ?? 0, outcome.exitCode, "exit code"),
    ...mismatches(lastingChanges(action), lastingChanges({ ...action, ...outcome }), "changes"),
    ...compareSteps(recorded ?? [], outcome.steps),
    ...compareMessages(lastingMessages(action), outcome.diagnostics),
  ];
}

function compareSteps(recorded: readonly RecordedStep[], found: readonly RecordedStep[]): string[] {
  return recorded
    .filter(({ event }) => event !== "done")
    .filter(({ name }) => name !== "")
    .flatMap((step) => {
      const same = found.find(
        ({ op, name, event }) =>
          op === step.op && name === step.name && event === (step.event ?? "start"),
      );
      if (!same) return [`${step.op} of ${step.name} did not ${step.event ?? "start"}`];
      return (["detailedDiff", "replaceReasons", "diffReasons"] as const).flatMap((key) => {
        const wanted = step[key];
        return wanted
          ? mismatches(sorted(wanted), sorted(same[key] ?? {}), `${step.name}.${key}`)
          : [];
      });
    });
}

function sorted(value: unknown): Json {
  return (Array.isArray(value) ? [...(value as string[])].sort() : value) as Json;
}

/** Errors and the provider's warnings, in whatever order they came. */
function compareMessages(
  recorded: readonly RecordedDiagnostic[],
  found: readonly RecordedDiagnostic[],
): string[] {
  return recorded.flatMap((message) => {
    const text = message.text.replace(/^error: /, "");
    const candidates = found.filter(({ on }) => on === message.on || message.on === "");
    const plain = candidates.map((candidate) => candidate.text.replace(/^(error|warning): /, ""));
    const moments = atAnyMoment(text);
    return plain.some((candidate) => moments.some((moment) => matchesText(moment, candidate)))
      ? []
      : [`${message.on}: no message ${JSON.stringify(text)} among ${JSON.stringify(plain)}`];
  });
}

/** How many resources a command left as they were before it failed depends on which of them came first. */
function lastingChanges({ changes = {}, exitCode = 0 }: RecordedAction): Record<string, number> {
  if (exitCode === 0) return { ...changes };
  return Object.fromEntries(Object.entries(changes).filter(([operation]) => operation !== "same"));
}

/**
 * A message in the words of each moment: of a container that fails again and again the kubelet says that it failed, or
 * how long it waits before the next try.
 */
function atAnyMoment(text: string): string[] {
  const backOff = "[CrashLoopBackOff] back-off <time> restarting failed container=$1 pod=<pod>";
  const waiting = text
    .replace(/back-off \w+ restarting/g, "back-off <time> restarting")
    .replace(/container "(\S+)" completed with exit code \d+/g, backOff)
    .replace(
      /\[ErrImagePull\] /g,
      '[ImagePullBackOff] Back-off pulling image "<image>": ErrImagePull: ',
    );
  const failed = text
    .replace(
      /\[CrashLoopBackOff\] back-off \w+ restarting failed container=(\S+) pod=\S+/g,
      'container "$1" completed with exit code <code>',
    )
    .replace(
      /\[ImagePullBackOff\] Back-off pulling image "[^"]*": ErrImagePull: /g,
      "[ErrImagePull] ",
    );
  return [text, waiting, failed];
}

/** Short-lived messages, events of the cluster's own, and warnings that came to nothing depend on the moment. */
function lastingMessages({ diagnostics = [], exitCode }: RecordedAction): RecordedDiagnostic[] {
  return diagnostics.filter(
    ({ severity, text }) =>
      severity === "error" ||
      (severity === "warning" && exitCode !== 0 && !/^[A-Z]\w+: /.test(text)),
  );
}

/** Differences between the state and the recorded one. */
export function compareState(
  recorded: readonly RecordedResource[],
  found: readonly JsonObject[],
): string[] {
  const names = found.map(({ urn }) => (urn as string).split("::")[3] ?? "");
  const wanted = recorded.map(({ name }) => name);
  return [
    ...mismatches([...wanted].sort(), [...names].sort(), "state"),
    ...recorded.flatMap((resource) => {
      const same =
        found[
          names.findIndex(
            (name, index) => name === resource.name && found[index]?.type === resource.type,
          )
        ];
      return same ? compareResource(resource, same) : [];
    }),
  ];
}

function compareResource(recorded: RecordedResource, found: JsonObject): string[] {
  const { name, inputKeys, outputKeys, ...rest } = recorded;
  // The state names these by URN.
  const compared = Object.entries(rest).filter(
    ([key]) => key !== "provider" && key !== "dependencies",
  );
  const keys = (value: Json | undefined) => Object.keys((value ?? {}) as JsonObject).sort();
  return [
    ...compared.flatMap(([key, value]) =>
      mismatches(value, found[key] ?? undefined, `${name}.${key}`),
    ),
    ...(inputKeys ? mismatches(inputKeys, keys(found.inputs), `${name}.inputKeys`) : []),
    ...(outputKeys ? mismatches(outputKeys, keys(found.outputs), `${name}.outputKeys`) : []),
    ...(recorded.initErrors ? [] : mismatches([], found.initErrors ?? [], `${name}.initErrors`)),
  ];
}
