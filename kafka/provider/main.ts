import { main, type Provider } from "@pulumi/pulumi/provider";
import { brokerCountHandler } from "./broker-count-handler";
import { clusterHandler } from "./cluster-handler";
import { ensembleSizeHandler } from "./ensemble-size-handler";
import { type Handler, inputsDiffer, inputsOf } from "./handler";
import { conceal, reveal } from "./secrets";
import { smokeHandler } from "./smoke-handler";
import { topicsHandler } from "./topics-handler";

// A provider rather than dynamic resources: its code stays out of the state, so that a fix takes
// effect without a replacement, `destroy` runs today's code, and topics can be imported.
const handlers: Readonly<Record<string, Handler<object, object>>> = {
  "kafka-platform:kafka:BrokerCount": brokerCountHandler as Handler<object, object>,
  "kafka-platform:kafka:EnsembleSize": ensembleSizeHandler as Handler<object, object>,
  "kafka-platform:kafka:Cluster": clusterHandler as Handler<object, object>,
  "kafka-platform:kafka:Topics": topicsHandler as Handler<object, object>,
  "kafka-platform:kafka:SmokeRun": smokeHandler as Handler<object, object>,
};

type Properties = Record<string, unknown>;

const provider: Provider = {
  version: "0.1.0",

  check: async (urn, before: Properties, now: Properties) => ({
    inputs: now,
    failures: (await handlerOf(urn).check?.(reveal(before).values, reveal(now).values)) ?? [],
  }),

  diff: (_id, urn, state: Properties, now: Properties) =>
    Promise.resolve({
      changes: inputsDiffer(handlerOf(urn).inputs, reveal(state).values, reveal(now).values),
    }),

  create: async (urn, now: Properties) => {
    const { values, secretNames } = reveal(now);
    const outputs = await handlerOf(urn).apply(values);
    return { id: nameOf(urn), outs: conceal({ ...values, ...outputs }, secretNames) };
  },

  update: async (_id, urn, state: Properties, now: Properties) => {
    const { values, secretNames } = reveal(now);
    const outputs = await handlerOf(urn).apply(values, reveal(state).values);
    return { outs: conceal({ ...values, ...outputs }, secretNames) };
  },

  read: async (id, urn, state: Properties) => {
    const { read, inputs } = handlerOf(urn);
    const { values, secretNames } = reveal(state);
    const props = read ? await read(values) : values;
    return {
      id,
      props: conceal(props, secretNames),
      inputs: conceal(inputsOf(inputs, props), secretNames),
    };
  },

  // Topics are never deleted, and neither a proof nor a test leaves anything to delete.
  delete: () => Promise.resolve(),
};

function handlerOf(urn: string): Handler<object, object> {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const handler = handlers[type];
  if (!handler) throw new Error(`Unknown resource type ${type}`);
  return handler;
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

void main(provider, process.argv.slice(2));
