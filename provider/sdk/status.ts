import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { InitializationError } from "./provider";
import { encode } from "./wire";

/** Secrets of the resource that an {@link InitializationError} is about, for the state. */
const secretsOf = new WeakMap<InitializationError, ReadonlySet<string>>();

/** Marks which properties of a partially created resource are secret. */
export function markSecrets(error: unknown, secrets: ReadonlySet<string>): void {
  if (error instanceof InitializationError) secretsOf.set(error, secrets);
}

/** The gRPC status that reports an error to the engine, with the partially created resource if there is one. */
export function statusOf(error: unknown): Partial<grpc.StatusObject> {
  const message = error instanceof Error ? error.message : String(error);
  const metadata = new grpc.Metadata();
  if (error instanceof InitializationError) {
    const details = new Any();
    details.pack(initFailed(error).serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(message);
    status.addDetails(details);
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return { code: grpc.status.UNKNOWN, details: message, metadata };
}

function initFailed(error: InitializationError): ErrorResourceInitFailed {
  const secrets = secretsOf.get(error);
  const detail = new ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(encode(error.outputs, secrets));
  detail.setReasonsList([...error.reasons]);
  if (error.inputs) detail.setInputs(encode(error.inputs, secrets));
  return detail;
}
