import type Docker from "dockerode";
import {
  InitializationError,
  type CheckFailure,
  type CreateRequest,
  type CreateResult,
  type DeleteRequest,
  type DiffRequest,
  type DiffResult,
  type Provider,
  type ReadRequest,
  type ReadResult,
  type UpdateRequest,
} from "../../../provider/sdk/provider";
import type { Properties } from "../../../provider/sdk/value";
import { container } from "./container/container";
import { connect } from "./daemon";
import { network } from "./network";
import { remoteImage } from "./remote-image";
import type { Made, ResourceType } from "./resource-type";
import { checkInputs } from "./schema/check";
import { detailedDiff } from "./schema/detailed-diff";
import { importedInputs, refreshedInputs } from "./schema/inputs-from-state";
import { planCreate, planUpdate, withoutUnknowns } from "./schema/plan";
import { createdOutputs, importedOutputs, readOutputs, withMeta } from "./schema/state";
import { text } from "./values";
import { volume } from "./volume";

const types: Readonly<Record<string, ResourceType>> = {
  "docker:index/container:Container": container,
  "docker:index/network:Network": network,
  "docker:index/remoteImage:RemoteImage": remoteImage,
  "docker:index/volume:Volume": volume,
};

/** Stand-in for Pulumi's docker provider on machines that cannot download it. */
export class DockerProvider implements Provider {
  private docker: Docker | undefined;

  constructor(readonly version: string) {}

  checkConfig(config: Properties): CheckFailure[] {
    return Object.keys(config)
      .filter((name) => !["host", "version", "__internal"].includes(name))
      .map((property) => ({
        property,
        reason: `'${property}' is not supported by the offline docker provider`,
      }));
  }

  async configure(config: Properties): Promise<void> {
    this.docker = await connect(text(config.host) || undefined);
  }

  check(request: Parameters<Provider["check"]>[0]) {
    return checkInputs(typeOf(request.type).properties, request);
  }

  diff(request: DiffRequest): DiffResult {
    const { properties, deleteBeforeReplace } = typeOf(request.type);
    const changes = detailedDiff(properties, request.olds, request.news);
    const ignored = (path: string) =>
      request.ignoreChanges.includes(path.split(/[.[]/, 1)[0] ?? "");
    return {
      detailedDiff: Object.fromEntries(Object.entries(changes).filter(([path]) => !ignored(path))),
      deleteBeforeReplace,
      stables: Object.keys(properties).filter((name) => properties[name]?.replace),
    };
  }

  async create({ urn, type, inputs, preview }: CreateRequest): Promise<CreateResult> {
    const resource = typeOf(type);
    const planned = planCreate(resource.properties, inputs);
    if (preview) return { id: "", outputs: planned };
    const made: Made = { outputs: {} };
    try {
      await resource.create(this.engine, planned, made);
    } catch (error) {
      const reason = failure(error);
      if (made.id === undefined) throw new Error(reason, { cause: error });
      const outputs = {
        ...withoutUnknowns(resource.properties, planned),
        ...made.outputs,
        id: made.id,
      };
      throw new InitializationError(
        `creating ${urn}: ${reason}`,
        made.id,
        withMeta(resource, outputs),
      );
    }
    const id = made.id ?? "";
    return { id, outputs: createdOutputs(resource, planned, { ...made.outputs, id }) };
  }

  async read({ id, type, inputs, outputs }: ReadRequest): Promise<ReadResult | undefined> {
    const resource = typeOf(type);
    const isImport = Object.keys(outputs).length === 0;
    const prior = isImport ? importedOutputs(resource.properties) : outputs;
    const found = await resource.read(this.engine, id, prior);
    if (!found) return undefined;
    const foundId = found.id ?? id;
    const read = readOutputs(resource, prior, { ...found.outputs, id: foundId });
    return {
      id: foundId,
      outputs: read,
      inputs: isImport
        ? importedInputs(resource.properties, read)
        : refreshedInputs(resource.properties, inputs, read),
    };
  }

  async update(request: UpdateRequest): Promise<Properties> {
    const resource = typeOf(request.type);
    const planned = planUpdate(resource.properties, request.olds, request.news);
    if (request.preview) return planned;
    const outputs = withMeta(resource, withoutUnknowns(resource.properties, planned));
    try {
      const read = await resource.update(this.engine, request.id, request.olds, outputs);
      return { ...outputs, ...read };
    } catch (error) {
      throw new InitializationError(
        `updating ${request.urn}: ${failure(error)}`,
        request.id,
        outputs,
        request.oldInputs,
      );
    }
  }

  async delete({ id, urn, type, outputs }: DeleteRequest): Promise<void> {
    try {
      await typeOf(type).delete(this.engine, id, outputs);
    } catch (error) {
      throw new Error(`deleting ${urn}: ${failure(error)}`, { cause: error });
    }
  }

  private get engine(): Docker {
    if (!this.docker) throw new Error("the docker provider was not configured");
    return this.docker;
  }
}

function typeOf(type: string): ResourceType {
  const found = types[type];
  if (!found) throw new Error(`'${type}' is not supported by the offline docker provider`);
  return found;
}

// The format of Go's multierror package.
function failure(error: unknown): string {
  return `1 error occurred:\n\t* ${error instanceof Error ? error.message : String(error)}\n\n`;
}
