import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CommandError,
  LocalWorkspace,
  type EngineEvent,
  type Stack,
} from "@pulumi/pulumi/automation";
import { declare } from "./program";
import type { Declaration, JsonObject, RecordedDiagnostic, RecordedStep } from "./recording";

const plugin = join(__dirname, "../../../offline/stand-ins/kubernetes/pulumi-resource-kubernetes");

/** What came of a command of the Pulumi CLI. */
export interface Outcome {
  readonly exitCode: number;
  readonly changes: Readonly<Record<string, number>>;
  readonly steps: readonly RecordedStep[];
  readonly diagnostics: readonly RecordedDiagnostic[];
}

export type Command = "destroy" | "preview" | "refresh" | "up";

/** A stack of its own, deployed with the real CLI and the stand-in plugin. */
export class Deployment {
  private declared: readonly Declaration[] = [];

  private constructor(
    private readonly folder: string,
    private readonly kubeconfig: string,
    private readonly stack: Stack,
    program: { run: () => void },
  ) {
    program.run = () => {
      const unreachable = this.kubeconfig.replace(/server: .*/g, "server: https://127.0.0.1:1");
      declare(this.declared, {
        kubeconfig: this.kubeconfig,
        "kubeconfig-unreachable": unreachable,
        "kubeconfig-file": this.kubeconfigFile,
      });
    };
  }

  /** @param kubeconfig Path of the cluster's kubeconfig. */
  static async start(project: string, kubeconfig: string): Promise<Deployment> {
    const folder = mkdtempSync(join(tmpdir(), `replay-${project}-`));
    for (const name of ["bin", "home", "state"]) mkdirSync(join(folder, name));
    symlinkSync(plugin, join(folder, "bin", "pulumi-resource-kubernetes"));
    const program = { run: () => undefined as void };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "dev", projectName: project, program: () => Promise.resolve(program.run()) },
      {
        pulumiHome: join(folder, "home"),
        envVars: {
          PATH: `${join(folder, "bin")}:${process.env.PATH}`,
          PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
          PULUMI_CONFIG_PASSPHRASE: "test",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      },
    );
    // After each command the Automation API starts the CLI up to three more times, for a summary that nobody reads here.
    const unread = { outputs: () => Promise.resolve({}), info: () => Promise.resolve(undefined) };
    Object.assign(stack, unread);
    const deployment = new Deployment(folder, readFileSync(kubeconfig, "utf8"), stack, program);
    deployment.pointKubeconfigFile(true);
    return deployment;
  }

  declare(declared: readonly Declaration[]): void {
    this.declared = declared;
  }

  async run(command: Command): Promise<Outcome> {
    const events: EngineEvent[] = [];
    const onEvent = (event: EngineEvent) => void events.push(event);
    let exitCode = 0;
    try {
      await this.stack[command]({ onEvent });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      exitCode = 1;
    }
    return { exitCode, ...summary(events) };
  }

  async resources(): Promise<JsonObject[]> {
    const exported = await this.stack.exportStack();
    const { resources = [] } = exported.deployment as { resources?: JsonObject[] };
    return resources.filter(({ type }) => (type as string).includes("kubernetes"));
  }

  pointKubeconfigFile(reachable: boolean): void {
    const content = reachable
      ? this.kubeconfig
      : this.kubeconfig.replace(/server: .*/g, "server: https://127.0.0.1:1");
    writeFileSync(this.kubeconfigFile, content);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private get kubeconfigFile(): string {
    return join(this.folder, "kubeconfig");
  }
}

function summary(events: readonly EngineEvent[]): Omit<Outcome, "exitCode"> {
  const steps: RecordedStep[] = [];
  const diagnostics: RecordedDiagnostic[] = [];
  let changes: Record<string, number> = {};
  for (const event of events) {
    const { resourcePreEvent, resOpFailedEvent, diagnosticEvent, summaryEvent } = event;
    if (resourcePreEvent) steps.push(stepOf(resourcePreEvent.metadata, "start"));
    if (resOpFailedEvent) steps.push(stepOf(resOpFailedEvent.metadata, "failed"));
    if (summaryEvent) changes = summaryEvent.resourceChanges;
    if (diagnosticEvent) {
      const { urn = "", severity, message, prefix = "" } = diagnosticEvent;
      const text = (prefix + message).replace(/<\{%.*?%\}>/g, "").trim();
      diagnostics.push({ on: nameOf(urn), severity, text });
    }
  }
  return { changes, steps, diagnostics };
}

function stepOf(metadata: unknown, event: string): RecordedStep {
  const { op, urn, keys, diffs, detailedDiff } = metadata as {
    op: string;
    urn: string;
    keys?: string[];
    diffs?: string[];
    detailedDiff?: Record<string, { diffKind: string; inputDiff: boolean }>;
  };
  const differences = Object.entries(detailedDiff ?? {}).map(([path, diff]) => [
    path,
    { kind: diff.diffKind, inputDiff: diff.inputDiff },
  ]);
  return {
    op,
    event,
    name: nameOf(urn),
    detailedDiff: Object.fromEntries(differences) as RecordedStep["detailedDiff"],
    replaceReasons: keys ?? [],
    diffReasons: diffs ?? [],
  };
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
