import { randomBytes } from "node:crypto";
import type * as grpc from "@grpc/grpc-js";
import {
  CheckRequest,
  type CheckResponse,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ErrorResourceInitFailed,
  PropertyDiff,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Plugin } from "./plugin";
import type { Json, ProviderCall } from "./recording";

/** Inputs or outputs as they go over the wire. */
export type Properties = Record<string, Json>;

export interface Failed {
  readonly error: string;
  /** What the plugin says is there all the same. */
  readonly made?: {
    readonly id: string;
    readonly outputs: Properties;
    readonly inputs?: Properties;
  };
}

export interface DiffOutcome {
  readonly paths: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly stables: readonly string[];
}

/** How long a call took. */
export interface CallDuration {
  readonly call: string;
  readonly resource: string;
  readonly seconds: number;
}

const signatureKey = "4dabf18193072939515e22adb298388d";
const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Calls a plugin and writes down the calls in the form of the recordings. */
export class Calls {
  log: ProviderCall[] = [];
  readonly durations: CallDuration[] = [];

  constructor(
    private readonly plugin: Plugin,
    private readonly stack: string,
  ) {}

  async check(type: string, name: string, olds: Properties, news: Properties) {
    const request = new CheckRequest()
      .setUrn(this.urn(type, name))
      .setOlds(struct(olds))
      .setNews(struct(news))
      .setRandomseed(randomBytes(32));
    const response = await this.answer<CheckResponse>("Check", name, (done) =>
      this.plugin.client.check(request, done),
    );
    if ("error" in response) {
      this.log.push({ call: "Check", resource: name, errors: [rpcError(response.error)] });
      return undefined;
    }
    const failures = response.getFailuresList().map((failure) => ({ reason: failure.getReason() }));
    const inputs = properties(response.getInputs());
    this.log.push({
      call: "Check",
      resource: name,
      ...(failures.length > 0 ? { failures } : { checkedInputs: readable(inputs) }),
    });
    return failures.length > 0 ? undefined : inputs;
  }

  async diff(
    type: string,
    name: string,
    id: string,
    old: { inputs: Properties; outputs: Properties },
    news: Properties,
  ): Promise<DiffOutcome> {
    const request = new DiffRequest()
      .setUrn(this.urn(type, name))
      .setId(id)
      .setOlds(struct(old.outputs))
      .setOldInputs(struct(old.inputs))
      .setNews(struct(news));
    const response = await this.answer<DiffResponse>("Diff", name, (done) =>
      this.plugin.client.diff(request, done),
    );
    if ("error" in response) throw new Error(response.error);
    this.log.push({ call: "Diff", resource: name, response: recordedDiff(response) });
    return {
      paths: [...response.getDetaileddiffMap().keys()],
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
      stables: response.getStablesList(),
    };
  }

  async create(type: string, name: string, inputs: Properties, preview: boolean) {
    const request = new CreateRequest()
      .setUrn(this.urn(type, name))
      .setProperties(struct(inputs))
      .setPreview(preview);
    const response = await this.answer<CreateResponse>("Create", name, (done) =>
      this.plugin.client.create(request, done),
    );
    if ("error" in response) {
      this.log.push({ call: "Create", resource: name, errors: [rpcError(response.error)] });
      return response;
    }
    const outputs = properties(response.getProperties());
    const id = response.getId();
    const details = preview ? { preview, plannedOutputs: readable(withoutMeta(outputs)) } : { id };
    this.log.push({ call: "Create", resource: name, ...details });
    return { id, outputs };
  }

  async read(type: string, name: string, id: string, inputs: Properties, outputs: Properties) {
    const request = new ReadRequest()
      .setUrn(this.urn(type, name))
      .setId(id)
      .setInputs(struct(inputs))
      .setProperties(struct(outputs));
    const response = await this.answer<ReadResponse>("Read", name, (done) =>
      this.plugin.client.read(request, done),
    );
    if ("error" in response) throw new Error(response.error);
    const found = response.getId() !== "";
    this.log.push({ call: "Read", resource: name, found, idGiven: id });
    if (!found) return undefined;
    return {
      id: response.getId(),
      inputs: properties(response.getInputs()),
      outputs: properties(response.getProperties()),
    };
  }

  async update(
    type: string,
    name: string,
    id: string,
    old: { inputs: Properties; outputs: Properties },
    news: Properties,
    preview: boolean,
  ) {
    const request = new UpdateRequest()
      .setUrn(this.urn(type, name))
      .setId(id)
      .setOlds(struct(old.outputs))
      .setOldInputs(struct(old.inputs))
      .setNews(struct(news))
      .setPreview(preview);
    const response = await this.answer<UpdateResponse>("Update", name, (done) =>
      this.plugin.client.update(request, done),
    );
    if ("error" in response) {
      this.log.push({ call: "Update", resource: name, errors: [rpcError(response.error)] });
      return response;
    }
    this.log.push({ call: "Update", resource: name, ...(preview ? { preview } : {}) });
    return { outputs: properties(response.getProperties()) };
  }

  async delete(type: string, name: string, id: string, outputs: Properties) {
    const request = new DeleteRequest()
      .setUrn(this.urn(type, name))
      .setId(id)
      .setProperties(struct(outputs));
    const response = await this.answer<Empty>("Delete", name, (done) =>
      this.plugin.client.delete(request, done),
    );
    const failed = "error" in response ? response : undefined;
    this.log.push({
      call: "Delete",
      resource: name,
      id,
      ...(failed ? { errors: [rpcError(failed.error)] } : {}),
    });
    return failed;
  }

  private urn(type: string, name: string): string {
    return `urn:pulumi:${this.stack}::rec::${type}::${name}`;
  }

  private async answer<Response extends object>(
    call: string,
    resource: string,
    send: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
  ): Promise<Response | Failed> {
    const start = Date.now();
    const answer = await new Promise<Response | Failed>((resolve) => {
      send((error, response) => {
        resolve(error ? failedOf(error) : response);
      });
    });
    this.durations.push({ call, resource, seconds: (Date.now() - start) / 1000 });
    return answer;
  }
}

function failedOf(error: grpc.ServiceError): Failed {
  const [packed] = error.metadata.get("grpc-status-details-bin");
  if (!packed) return { error: error.details };
  const [detail] = Status.deserializeBinary(packed as Buffer).getDetailsList();
  const made = ErrorResourceInitFailed.deserializeBinary(
    detail?.getValue_asU8() ?? new Uint8Array(),
  );
  const inputs = made.getInputs();
  return {
    error: error.details,
    made: {
      id: made.getId(),
      outputs: properties(made.getProperties()),
      ...(inputs ? { inputs: properties(inputs) } : {}),
    },
  };
}

function recordedDiff(response: DiffResponse): Json {
  const kinds = new Map(Object.entries(PropertyDiff.Kind).map(([name, kind]) => [kind, name]));
  const detailedDiff: Record<string, Json> = {};
  response.getDetaileddiffMap().forEach((diff, path) => {
    const kind = diff.getKind();
    // Protocol buffers leave out what is zero.
    detailedDiff[path] = kind ? { kind: kinds.get(kind) ?? "" } : {};
  });
  const changes = response.getChanges() === DiffResponse.DiffChanges.DIFF_SOME ? "SOME" : "NONE";
  const details: Record<string, Json> = {
    replaces: response.getReplacesList(),
    diffs: response.getDiffsList(),
    detailedDiff,
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
  const isThere = (value: Json) => value === true || Object.keys(value ?? {}).length > 0;
  return {
    changes: `DIFF_${changes}`,
    hasDetailedDiff: response.getHasdetaileddiff(),
    ...Object.fromEntries(Object.entries(details).filter(([, value]) => isThere(value))),
  };
}

function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value);
}

function properties(message: Struct | undefined): Properties {
  return message?.toJavaScript() ?? {};
}

/** Properties without what the official plugin's bridge keeps for itself: the recordings lack it too. */
export function withoutMeta(outputs: Properties): Properties {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => name !== "__meta"));
}

/** Values as the recordings write them. */
export function readable(value: Json): Json {
  if (value === unknownMarker) return "<unknown>";
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  // The state holds a secret encrypted; what it is shows whether it has changed.
  if (signatureKey in value) {
    const content = value.ciphertext ?? JSON.stringify(value.value);
    return { [signatureKey]: value[signatureKey] ?? null, ciphertext: content };
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readable(inner)]));
}

function rpcError(message: string): string {
  return `rpc error: code = Unknown desc = ${message}`;
}
