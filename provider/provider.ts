import { isDeepStrictEqual } from "node:util";
import { version } from "../package.json";
import { own } from "../common/own";
import type { Log } from "./sdk/engine-log";
import type * as sdk from "./sdk/provider";
import { unlessAborted } from "../common/interruption";
import { InitializationError } from "./sdk/provider";
import { containsUnknown, type Properties, unknown } from "./sdk/value";
import { explain } from "../kafka/connections/kafka";
import { withCurrentNames } from "./former-names";
import { brokerCountHandler } from "./handlers/broker-count";
import { clusterHandler } from "./handlers/cluster";
import { dataLocationHandler } from "./handlers/data-location";
import { ensembleSizeHandler } from "./handlers/ensemble-size";
import { differingInputs, type Handler, inputsOf, PartialFailure, type Reporter } from "./handler";
import { inSyncHandler } from "./handlers/in-sync";
import { readyHandler } from "./handlers/ready";
import { bucketsHandler } from "./pipelines/buckets";
import { connectorHandler } from "./pipelines/connector";
import { nifiFlowHandler } from "./pipelines/nifi-flow";
import { passwordHandler } from "./pipelines/password";
import { smokeHandler } from "./handlers/smoke-run";
import { storageLayoutHandler } from "./handlers/storage-layout";
import { startToken } from "./start-token";
import { topicsHandler } from "./topics/handler";

/** A handler for the wire's untyped properties. */
type AnyHandler = Handler<Properties, Properties>;

const handlers: Readonly<Record<string, AnyHandler>> = {
  "kafka-platform:kafka:DataLocation": dataLocationHandler as unknown as AnyHandler,
  "kafka-platform:kafka:BrokerCount": brokerCountHandler as unknown as AnyHandler,
  "kafka-platform:kafka:EnsembleSize": ensembleSizeHandler as unknown as AnyHandler,
  "kafka-platform:kafka:StorageLayout": storageLayoutHandler as unknown as AnyHandler,
  "kafka-platform:kafka:InSync": inSyncHandler as unknown as AnyHandler,
  "kafka-platform:kafka:Cluster": clusterHandler as unknown as AnyHandler,
  "kafka-platform:kafka:Topics": topicsHandler as unknown as AnyHandler,
  "kafka-platform:target:Ready": readyHandler as unknown as AnyHandler,
  "kafka-platform:kafka:SmokeRun": smokeHandler as unknown as AnyHandler,
  "kafka-platform:pipelines:Buckets": bucketsHandler as unknown as AnyHandler,
  "kafka-platform:pipelines:Connector": connectorHandler as unknown as AnyHandler,
  "kafka-platform:pipelines:NifiFlow": nifiFlowHandler as unknown as AnyHandler,
  "kafka-platform:pipelines:Password": passwordHandler as unknown as AnyHandler,
};

/** Serves this project's own resources. */
export class KafkaProvider implements sdk.Provider {
  readonly version = version;

  constructor(private readonly log: Log) {}

  checkConfig(): [] {
    return [];
  }

  configure(): Promise<void> {
    return Promise.resolve();
  }

  call(token: string): Properties {
    if (token !== startToken) throw new Error(`Unknown function ${token}`);
    return {};
  }

  async check({ type, news, signal, ...request }: sdk.CheckRequest): Promise<sdk.CheckResult> {
    const { check, inputs, keep } = handlerOf(type);
    const olds = withCurrentNames(request.olds);
    const checking = containsUnknown(news) ? [] : check?.(olds, news);
    const failures = await unlessAborted(Promise.resolve(checking), signal);
    const kept = inputsOf(inputs, keep?.(olds, news) ?? news) as Properties;
    return { inputs: kept, failures: failures ?? [] };
  }

  diff({ type, news, olds: state }: sdk.DiffRequest): sdk.DiffResult {
    const { diff, inputs } = handlerOf(type);
    const olds = withCurrentNames(state);
    const detailedDiff =
      diff && !containsUnknown(news) ? diff(olds, news) : differingInputs(inputs, olds, news);
    // No resource is ever replaced: what it represents holds data.
    return { detailedDiff, deleteBeforeReplace: false, stables: [] };
  }

  async create({ type, name, ...request }: sdk.CreateRequest): Promise<sdk.CreateResult> {
    const resource = { type, urn: request.urn, id: name };
    const outputs = await this.make({ ...resource, ...request }, request.inputs, undefined);
    return { id: request.preview ? "" : name, outputs };
  }

  update({ news, olds, ...resource }: sdk.UpdateRequest): Promise<Properties> {
    return this.make(resource, news, withCurrentNames(olds));
  }

  read(request: sdk.ReadRequest): Promise<sdk.ReadResult | undefined> {
    const { type, id, urn, outputs, signal } = request;
    const handler = handlerOf(type);
    return this.reporting(urn, async (report) => {
      const isImport = Object.keys(outputs).length === 0;
      const before = withCurrentNames(outputs);
      const { read = () => Promise.resolve(before) } = handler;
      const reading = isImport ? importedBy(handler, type, id) : read(before, report, signal);
      const state = await unlessAborted(reading, signal);
      if (!state) return undefined;
      const inputs = inputsOf(handler.inputs, state) as Properties;
      // A new name alone is no drift.
      return { id, inputs, outputs: isDeepStrictEqual(state, before) ? outputs : state };
    });
  }

  // Deleting or replacing a resource of this provider keeps the topics: they are deleted with the brokers'
  // volumes, or if the stack's deleteTopics says so.
  async delete({ type, urn, outputs, signal }: sdk.DeleteRequest): Promise<void> {
    const { remove } = handlerOf(type);
    if (!remove) return;
    await this.reporting(urn, () => unlessAborted(remove(outputs, signal), signal));
  }

  private make(
    request: Pick<sdk.UpdateRequest, "type" | "urn" | "id" | "preview" | "signal">,
    now: Properties,
    before: Properties | undefined,
  ): Promise<Properties> {
    const { type, urn, id, preview, signal } = request;
    const handler = handlerOf(type);
    return this.reporting(urn, async (report) => {
      if (!preview) {
        const applying = () => handler.apply(now, before, report, signal);
        return { ...now, ...(await applied(applying, id, signal)) };
      }
      const looking = containsUnknown(now) ? undefined : handler.preview?.(now, before, report);
      await unlessAborted(Promise.resolve(looking), signal);
      return { ...now, ...Object.fromEntries(handler.outputs.map((name) => [name, unknown])) };
    });
  }

  /** Runs `work` and makes sure that its reports, and the reason if it fails, reach the user. */
  private async reporting<Result>(
    urn: string,
    work: (report: Reporter) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work({
        status: (message) => this.log.status(urn, message),
        info: (message) => this.log.info(urn, message),
        warning: (message) => this.log.warning(urn, message),
      });
    } catch (error) {
      if (error instanceof InitializationError) throw error;
      throw new Error(explain(error), { cause: error });
    } finally {
      await this.log.flush();
    }
  }
}

/** Time in milliseconds that interrupted work gets to end by itself and to say what it leaves. */
const graceMilliseconds = 5000;

/** Applies; after a partial failure, throws the state it left, with the reason. */
async function applied(
  apply: () => Promise<Properties>,
  id: string,
  signal: AbortSignal,
): Promise<Properties> {
  signal.throwIfAborted();
  const overdue = new AbortController();
  const abort = () => overdue.abort(signal.reason);
  signal.addEventListener("abort", () => setTimeout(abort, graceMilliseconds).unref(), {
    once: true,
  });
  try {
    return await unlessAborted(apply(), overdue.signal);
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    throw new InitializationError(error.message, id, error.state as Properties);
  }
}

function handlerOf(type: string): AnyHandler {
  const handler = own(handlers, type);
  if (!handler) throw new Error(`Unknown resource type ${type}`);
  return handler;
}

function importedBy(handler: AnyHandler, type: string, id: string): Promise<Properties> {
  if (!handler.import) throw new Error(`${type} cannot be imported`);
  return handler.import(id);
}
