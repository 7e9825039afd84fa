import type { Connection } from "../../targets/connection";
import type { CheckFailure } from "../sdk/provider";
import { differingInputs, type Handler, inputsOf } from "../handler";
import { NiFi } from "./nifi";
import { Group } from "./nifi-group";
import {
  differingParameters,
  type Parameter,
  removeParameters,
  setParameters,
} from "./nifi-parameters";

interface NifiFlowInputs {
  readonly connection: Connection;
  readonly flow: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly trigger?: string;
}

/** What a refresh found, as long as it is not as it should be. */
interface NifiFlowOutputs {
  /** The processors that do not run, as `name: state`. */
  readonly standstill?: string;
  /** Values of parameters that NiFi has otherwise; null for one that it does not have. */
  readonly otherParameters?: Readonly<Record<string, string | null>>;
}

/** The parts of a versioned flow that the loader reads. */
interface Flow {
  readonly flowContents: { readonly name: string; readonly parameterContextName: string };
  readonly parameterContexts: Readonly<
    Record<string, { readonly parameters: readonly Parameter[] }>
  >;
}

/** The time in seconds that NiFi gets to serve, and, as it has long been started, before a removal. */
const startSeconds = 300;
const answerSeconds = 60;

const inputs = ["connection", "flow", "parameters", "trigger"] as const;

/**
 * Serves `kafka-platform:pipelines:NifiFlow`. A process group of the flow's name on the canvas is taken over.
 */
export const nifiFlowHandler: Handler<NifiFlowInputs, NifiFlowOutputs> = {
  inputs,
  outputs: [],
  // The connection is only the way to NiFi.
  diff: (before: NifiFlowInputs & NifiFlowOutputs, now) => ({
    ...differingInputs(["flow", "parameters", "trigger"], before, now),
    ...(before.standstill !== undefined && { standstill: "delete" }),
    ...(before.otherParameters && { otherParameters: "delete" }),
  }),
  check: (_before, { flow, parameters }) => problemsOf(flow, parameters),
  apply: async ({ connection, flow, parameters }, before, report, signal) => {
    const nifi = new NiFi(connection, signal);
    const content = parse(flow);
    const { name, parameterContextName } = content.flowContents;
    report.status("waiting for NiFi");
    const root = await nifi.ready(startSeconds);
    report.status("setting parameters");
    await setParameters(nifi, parameterContextName, withValues(declaredBy(content), parameters));
    report.status("loading the flow");
    const found = await Group.find(nifi, root, name);
    // After an interrupted run the group may have any flow.
    if (found && before?.flow !== flow) await found.replace(content);
    const group = found ?? (await Group.create(nifi, root, name, content));
    report.status("starting the processors");
    await group.start();
    return {};
  },
  // The flow itself is not compared: NiFi gives it back in another form.
  read: async (before, report, signal) => {
    const state = inputsOf(inputs, before) as NifiFlowInputs;
    try {
      const nifi = new NiFi(state.connection, signal);
      const content = parse(state.flow);
      const { name, parameterContextName } = content.flowContents;
      const group = await Group.find(nifi, await nifi.canvas(), name);
      if (!group) return undefined;
      const standstill = await group.standstill();
      const declared = withValues(declaredBy(content), state.parameters);
      const others = await differingParameters(nifi, parameterContextName, declared);
      return {
        ...state,
        ...(standstill !== undefined && { standstill }),
        ...(Object.keys(others).length > 0 && { otherParameters: others }),
      };
    } catch (error) {
      // A refresh must not fail because NiFi is down: the next step may be its repair.
      report.warning(`NiFi's flow was not refreshed: ${(error as Error).message}`);
      return before;
    }
  },
  remove: async ({ connection, flow }, signal) => {
    const nifi = new NiFi(connection, signal);
    const { name, parameterContextName } = parse(flow).flowContents;
    const group = await Group.find(nifi, await nifi.ready(answerSeconds), name);
    await group?.remove();
    await removeParameters(nifi, parameterContextName);
  },
};

function problemsOf(text: string, values: NifiFlowInputs["parameters"]): CheckFailure[] {
  let flow: Flow;
  try {
    flow = parse(text);
  } catch (error) {
    return [{ property: "flow", reason: `flow ${(error as Error).message}` }];
  }
  const declared = declaredBy(flow).map(({ name }) => name);
  return Object.keys(values)
    .filter((name) => !declared.includes(name))
    .map((name) => ({
      property: "parameters",
      reason: `parameters has ${name}, which the flow does not declare; it declares ${declared.join(", ")}`,
    }));
}

/** @throws Error that completes "flow ...", if it is not a versioned flow with a parameter context */
function parse(text: string): Flow {
  let flow: Partial<Flow> | null;
  try {
    flow = JSON.parse(text) as Partial<Flow> | null;
  } catch (error) {
    throw new Error(`is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const { name, parameterContextName } = flow?.flowContents ?? {};
  if (!name)
    throw new Error("has no flowContents.name: download it from NiFi as a flow definition");
  if (!parameterContextName || !flow?.parameterContexts?.[parameterContextName]) {
    throw new Error(
      `has no parameter context: give the process group ${name} one, and download it again`,
    );
  }
  return flow as Flow;
}

function declaredBy({ flowContents, parameterContexts }: Flow): readonly Parameter[] {
  return parameterContexts[flowContents.parameterContextName]?.parameters ?? [];
}

function withValues(
  declared: readonly Parameter[],
  values: NifiFlowInputs["parameters"],
): readonly Parameter[] {
  return declared.map(({ name, description, sensitive, value }) => ({
    ...{ name, description, sensitive, value: values[name] ?? value },
  }));
}
