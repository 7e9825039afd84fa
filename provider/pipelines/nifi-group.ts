import type { Entity, NiFi } from "./nifi";

interface Processor extends Entity {
  readonly component: {
    readonly name: string;
    readonly validationStatus: "VALID" | "INVALID" | "VALIDATING";
    readonly validationErrors?: readonly string[];
  };
  readonly inputRequirement: string;
  readonly status: {
    readonly runStatus: string;
    readonly aggregateSnapshot: { readonly activeThreadCount: number };
  };
}

/** Default time in seconds that processors get to be valid and to run. */
const runSeconds = 60;

/** Default time in seconds that a group gets to finish what is queued in it. */
const drainSeconds = 60;

/** A process group on the canvas. */
export class Group {
  constructor(
    private readonly nifi: NiFi,
    readonly id: string,
    readonly name: string,
  ) {}

  /** The group of a name within another; undefined if there is none. */
  static async find(nifi: NiFi, parent: string, name: string): Promise<Group | undefined> {
    interface Flow {
      readonly processGroupFlow: {
        readonly flow: { readonly processGroups: readonly Entity[] };
      };
    }
    const { processGroupFlow } = await nifi.ask<Flow>("GET", `/flow/process-groups/${parent}`);
    const found = processGroupFlow.flow.processGroups.find((each) => each.component.name === name);
    return found && new Group(nifi, found.id, name);
  }

  static async create(nifi: NiFi, parent: string, name: string, flow: object): Promise<Group> {
    const { id } = await nifi.ask<Entity>(
      "POST",
      `/process-groups/${parent}/process-groups/import`,
      {
        ...{ groupName: name, positionDTO: { x: 0, y: 0 }, revisionDTO: { version: 0 } },
        flowSnapshot: flow,
      },
    );
    return new Group(nifi, id, name);
  }

  /** Changes the group to a flow. NiFi stops what differs, and FlowFiles stay in their queues. */
  async replace(flow: object): Promise<void> {
    await this.nifi.work(
      `/process-groups/${this.id}/replace-requests`,
      { processGroupRevision: await this.revision(), versionedFlowSnapshot: flow },
      "/process-groups/replace-requests",
    );
  }

  /** Starts every processor. @throws Error that names those that do not run after the time, with NiFi's reasons */
  async start(seconds = runSeconds): Promise<void> {
    await this.nifi.wait(seconds, `${this.name} does not run`, async () => {
      // Starts only what is valid by now.
      await this.schedule("RUNNING");
      const problems = (await this.processors()).flatMap(problemOf);
      if (problems.length > 0)
        throw new Error(`${this.name} does not run:\n${problems.join("\n")}`);
      return true;
    });
  }

  /** The processors that neither run nor are about to, as `name: state`; undefined if there are none. */
  async standstill(): Promise<string | undefined> {
    const still = (await this.processors())
      .filter(({ status }) => !["Running", "Validating"].includes(status.runStatus))
      .map(({ component, status }) => `${component.name}: ${status.runStatus.toLowerCase()}`);
    return still.length > 0 ? still.sort().join(", ") : undefined;
  }

  /**
   * Removes the group, after it has finished what is queued in it.
   *
   * @throws Error if that takes longer than the time: the group is left as it was, and runs.
   */
  async remove(seconds = drainSeconds): Promise<void> {
    const sources = (await this.processors()).filter(
      ({ inputRequirement }) => inputRequirement === "INPUT_FORBIDDEN",
    );
    for (const { id, revision } of sources) {
      await this.nifi.ask("PUT", `/processors/${id}/run-status`, { revision, state: "STOPPED" });
    }
    try {
      await this.drain(seconds);
    } catch (error) {
      await this.schedule("RUNNING");
      throw error;
    }
    await this.schedule("STOPPED");
    await this.nifi.wait(runSeconds, `${this.name} does not stop`, async () =>
      (await this.processors()).every(isIdle) ? true : undefined,
    );
    const { version } = await this.revision();
    await this.nifi.ask("DELETE", `/process-groups/${this.id}?version=${version}`);
  }

  private async drain(seconds: number): Promise<void> {
    await this.nifi.wait(seconds, `${this.name} has queued FlowFiles`, async () => {
      const left = await this.queued();
      const sourcesStopped = (await this.processors())
        .filter(({ status }) => status.runStatus !== "Running")
        .every(isIdle);
      if (left === 0 && sourcesStopped) return true;
      throw new Error(
        `${this.name} is not removed: ${left} FlowFiles are queued in it. It runs again. Remove their cause, such as ` +
          "brokers that do not answer, or empty its queues in NiFi if they are not needed",
      );
    });
  }

  private async queued(): Promise<number> {
    interface Status {
      readonly processGroupStatus: {
        readonly aggregateSnapshot: { readonly flowFilesQueued: number };
      };
    }
    const path = `/flow/process-groups/${this.id}/status`;
    const { processGroupStatus } = await this.nifi.ask<Status>("GET", path);
    return processGroupStatus.aggregateSnapshot.flowFilesQueued;
  }

  private async schedule(state: "RUNNING" | "STOPPED"): Promise<void> {
    await this.nifi.ask("PUT", `/flow/process-groups/${this.id}`, { id: this.id, state });
  }

  private async processors(): Promise<readonly Processor[]> {
    interface Processors {
      readonly processors: readonly Processor[];
    }
    const path = `/process-groups/${this.id}/processors?includeDescendantGroups=true`;
    return (await this.nifi.ask<Processors>("GET", path)).processors;
  }

  private async revision(): Promise<Entity["revision"]> {
    return (await this.nifi.ask<Entity>("GET", `/process-groups/${this.id}`)).revision;
  }
}

function isIdle({ status }: Processor): boolean {
  return status.runStatus !== "Running" && status.aggregateSnapshot.activeThreadCount === 0;
}

/** What keeps a processor from running, in words; empty if it runs. */
function problemOf({ component, status }: Processor): string[] {
  const { name, validationErrors = [], validationStatus } = component;
  if (validationErrors.length > 0) return [`${name}: ${validationErrors.join("; ")}`];
  if (validationStatus === "VALIDATING") return [`${name}: is still being validated`];
  return status.runStatus === "Running" ? [] : [`${name}: ${status.runStatus.toLowerCase()}`];
}
