import type { Log } from "../../plugin/engine-log";
import type * as plugin from "../../plugin/provider";
import { containsUnknown, type Properties, unknown } from "../../plugin/value";
import { explain } from "../connection";
import { brokerCountHandler } from "./broker-count-handler";
import { clusterHandler } from "./cluster-handler";
import { ensembleSizeHandler } from "./ensemble-size-handler";
import { inSyncHandler } from "./in-sync-handler";
import { differingInputs, type Handler, inputsOf, type Tell } from "./handler";
import { smokeHandler } from "./smoke-handler";
import { topicsHandler } from "./topics-handler";

/** A handler as the wire's untyped properties meet it. */
type AnyHandler = Handler<Properties, Properties>;

const handlers: Readonly<Record<string, AnyHandler>> = {
  "kafka-platform:kafka:BrokerCount": brokerCountHandler as unknown as AnyHandler,
  "kafka-platform:kafka:EnsembleSize": ensembleSizeHandler as unknown as AnyHandler,
  "kafka-platform:kafka:InSync": inSyncHandler as unknown as AnyHandler,
  "kafka-platform:kafka:Cluster": clusterHandler as unknown as AnyHandler,
  "kafka-platform:kafka:Topics": topicsHandler as unknown as AnyHandler,
  "kafka-platform:kafka:SmokeRun": smokeHandler as unknown as AnyHandler,
};

/** Serves this project's own resources. */
export class KafkaProvider implements plugin.Provider {
  readonly version = "0.1.0";

  constructor(private readonly log: Log) {}

  checkConfig(): [] {
    return [];
  }

  configure(): Promise<void> {
    return Promise.resolve();
  }

  async check({ type, olds, news }: plugin.CheckRequest): Promise<plugin.CheckResult> {
    const { check } = handlerOf(type);
    const failures = containsUnknown(news) ? [] : await check?.(olds, news);
    return { inputs: news, failures: failures ?? [] };
  }

  diff({ type, olds, news }: plugin.DiffRequest): plugin.DiffResult {
    const { diff, inputs } = handlerOf(type);
    const detailedDiff =
      diff && !containsUnknown(news) ? diff(olds, news) : differingInputs(inputs, olds, news);
    // Nothing here is ever replaced: what a resource stands for holds data.
    return { detailedDiff, deleteBeforeReplace: false, stables: [] };
  }

  async create({ type, name, ...request }: plugin.CreateRequest): Promise<plugin.CreateResult> {
    const outputs = await this.make(type, request.urn, request.inputs, undefined, request.preview);
    return { id: request.preview ? "" : name, outputs };
  }

  update({ type, urn, news, olds, preview }: plugin.UpdateRequest): Promise<Properties> {
    return this.make(type, urn, news, olds, preview);
  }

  read({ type, id, urn, outputs }: plugin.ReadRequest): Promise<plugin.ReadResult> {
    const handler = handlerOf(type);
    return this.telling(urn, async (tell) => {
      const isImport = Object.keys(outputs).length === 0;
      const state = isImport
        ? await importedBy(handler, type, id)
        : ((await handler.read?.(outputs, tell)) ?? outputs);
      return { id, inputs: inputsOf(handler.inputs, state) as Properties, outputs: state };
    });
  }

  // Whoever deletes or replaces a resource of this provider keeps the topics: they go with the
  // brokers' volumes, or where the stack's deleteTopics says so. Nothing else leaves anything behind.
  delete(): Promise<void> {
    return Promise.resolve();
  }

  private make(
    type: string,
    urn: string,
    now: Properties,
    before: Properties | undefined,
    isPreview: boolean,
  ): Promise<Properties> {
    const handler = handlerOf(type);
    return this.telling(urn, async (tell) => {
      if (!isPreview) return { ...now, ...(await handler.apply(now, before, tell)) };
      if (!containsUnknown(now)) await handler.preview?.(now, before, tell);
      return { ...now, ...Object.fromEntries(handler.outputs.map((name) => [name, unknown])) };
    });
  }

  /** Does something and sees to it that what it tells, and why it fails, reaches the user. */
  private async telling<Result>(
    urn: string,
    work: (tell: Tell) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work({
        info: (message) => this.log.info(urn, message),
        warning: (message) => this.log.warning(urn, message),
      });
    } catch (error) {
      throw new Error(explain(error), { cause: error });
    } finally {
      await this.log.flush();
    }
  }
}

function handlerOf(type: string): AnyHandler {
  const handler = handlers[type];
  if (!handler) throw new Error(`Unknown resource type ${type}`);
  return handler;
}

function importedBy(handler: AnyHandler, type: string, id: string): Promise<Properties> {
  if (!handler.import) throw new Error(`${type} cannot be imported`);
  return handler.import(id);
}
