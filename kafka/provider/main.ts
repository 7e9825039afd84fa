import { main, type Provider } from "@pulumi/pulumi/provider";
import { clusterHandler } from "./cluster-handler";
import { type Handler, inputsDiffer, inputsOf } from "./handler";
import { smokeHandler } from "./smoke-handler";
import { topicsHandler } from "./topics-handler";

// A provider rather than dynamic resources: its code stays out of the state, so that a fix takes
// effect without a replacement, `destroy` runs today's code, and topics can be imported.
const handlers: Readonly<Record<string, Handler<object, object>>> = {
  "kafka-platform:kafka:Cluster": clusterHandler as Handler<object, object>,
  "kafka-platform:kafka:Topics": topicsHandler as Handler<object, object>,
  "kafka-platform:kafka:SmokeRun": smokeHandler as Handler<object, object>,
};

const provider: Provider = {
  version: "0.1.0",

  check: (urn, before: object, now: object) =>
    Promise.resolve({ inputs: now, failures: handlerOf(urn).check?.(before, now) ?? [] }),

  diff: (_id, urn, state: object, now: object) =>
    Promise.resolve({ changes: inputsDiffer(handlerOf(urn).inputs, state, now) }),

  create: async (urn, now: object) => ({
    id: nameOf(urn),
    outs: { ...now, ...(await handlerOf(urn).apply(now)) },
  }),

  update: async (_id, urn, state: object, now: object) => ({
    outs: { ...now, ...(await handlerOf(urn).apply(now, state)) },
  }),

  read: async (id, urn, state: object) => {
    const { read, inputs } = handlerOf(urn);
    const props = read ? await read(state) : state;
    return { id, props, inputs: inputsOf(inputs, props) };
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
