import {
  CheckResponse,
  CreateResponse,
  ReadResponse,
  UpdateResponse,
  type CheckRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { diffResponse } from "./diff-response";
import { failureMessage } from "./handlers-configuration";
import { operationSignal } from "../../common/interruption";
import type { Provider, ResourceIdentity } from "./provider";
import { markSecrets } from "./status";
import { decode, encode, encodeFrom } from "./wire";

/**
 * The calls about resources. Outputs are secret if inputs of the same name are.
 *
 * @param cancelled Aborted when the engine cancels the operations under way.
 */
export function resourceMethods(provider: Provider, cancelled: AbortSignal) {
  return {
    async check(request: CheckRequest): Promise<CheckResponse> {
      const news = decode(request.getNews());
      const proposedName = request.getAutonaming()?.getProposedName();
      const { inputs, failures } = await provider.check({
        ...identity(request.getUrn()),
        olds: decode(request.getOlds()).properties,
        news: news.properties,
        randomSeed: request.getRandomseed_asU8(),
        signal: cancelled,
        ...(proposedName ? { proposedName } : {}),
      });
      return new CheckResponse()
        .setInputs(encodeFrom(request.getNews(), news, inputs))
        .setFailuresList(failures.map(failureMessage));
    },

    async diff(request: DiffRequest): Promise<DiffResponse> {
      return diffResponse(
        await provider.diff({
          ...identity(request.getUrn()),
          id: request.getId(),
          olds: decode(request.getOlds()).properties,
          // Not every provider needs them, and they may be thousands.
          get oldInputs() {
            return decode(request.getOldInputs()).properties;
          },
          news: decode(request.getNews()).properties,
          ignoreChanges: request.getIgnorechangesList(),
        }),
      );
    },

    async create(request: CreateRequest): Promise<CreateResponse> {
      const { properties: inputs, secrets } = decode(request.getProperties());
      const created = await keepSecrets(
        secrets,
        provider.create({
          ...identity(request.getUrn()),
          inputs,
          secrets,
          timeoutSeconds: request.getTimeout(),
          signal: operationSignal(cancelled, request.getTimeout()),
          preview: request.getPreview(),
        }),
      );
      return new CreateResponse().setId(created.id).setProperties(encode(created.outputs, secrets));
    },

    async read(request: ReadRequest): Promise<ReadResponse> {
      const inputs = decode(request.getInputs());
      const outputs = decode(request.getProperties());
      const secrets = new Set([...inputs.secrets, ...outputs.secrets]);
      const found = await keepSecrets(
        secrets,
        provider.read({
          ...identity(request.getUrn()),
          id: request.getId(),
          inputs: inputs.properties,
          outputs: outputs.properties,
          secrets,
          signal: cancelled,
        }),
      );
      if (!found) return new ReadResponse();
      return new ReadResponse()
        .setId(found.id)
        .setInputs(encode(found.inputs, secrets))
        .setProperties(encode(found.outputs, secrets));
    },

    async update(request: UpdateRequest): Promise<UpdateResponse> {
      const news = decode(request.getNews());
      const olds = decode(request.getOlds());
      // A property that the program no longer sets may keep its old, secret value.
      const kept = [...olds.secrets].filter((name) => !(name in news.properties));
      const secrets = new Set([...news.secrets, ...kept]);
      const outputs = await keepSecrets(
        secrets,
        provider.update({
          ...identity(request.getUrn()),
          id: request.getId(),
          olds: olds.properties,
          oldInputs: decode(request.getOldInputs()).properties,
          news: news.properties,
          secrets,
          timeoutSeconds: request.getTimeout(),
          signal: operationSignal(cancelled, request.getTimeout()),
          preview: request.getPreview(),
        }),
      );
      return new UpdateResponse().setProperties(encode(outputs, secrets));
    },

    async delete(request: DeleteRequest): Promise<Empty> {
      await provider.delete({
        ...identity(request.getUrn()),
        id: request.getId(),
        outputs: decode(request.getProperties()).properties,
        timeoutSeconds: request.getTimeout(),
        signal: operationSignal(cancelled, request.getTimeout()),
      });
      return new Empty();
    },
  };
}

/** Reads type and name from a URN: `urn:pulumi:stack::project::parent$type::name`. */
function identity(urn: string): ResourceIdentity {
  const [, , qualifiedType = "", ...name] = urn.split("::");
  const type = qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1);
  return { urn, type, name: name.join("::") };
}

async function keepSecrets<T>(secrets: ReadonlySet<string>, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    markSecrets(error, secrets);
    throw error;
  }
}
