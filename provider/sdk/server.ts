import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { resourceMethods } from "./handlers";
import { configurationMethods } from "./handlers-configuration";
import type { Provider } from "./provider";
import { statusOf } from "./status";

// The engine sends whole resources; Pulumi's own plugins allow 400 MB.
const maxMessageBytes = 400 * 1024 * 1024;

/**
 * Serves a provider to the Pulumi engine: listens on a free port of the loopback interface and
 * prints the port, as the engine expects from a plugin.
 */
export async function serve(provider: Provider): Promise<void> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  const cancellation = new AbortController();
  const methods: Record<string, Method> = {
    ...configurationMethods(provider, cancellation),
    ...resourceMethods(provider, cancellation.signal),
  };
  server.addService(
    // The generated declaration lacks the index signature that grpc-js asks for.
    ResourceProviderService,
    Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, unary(method)])),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  console.log(String(port));
  endWithEngine();
}

/**
 * Ends this process soon after the engine that started it. A killed engine does not end its plugins, and what it
 * had asked for would continue at the same time as the next engine's work.
 */
function endWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit(1);
  }, 1000).unref();
}

/** The engine's requests and the responses, whose classes differ from method to method. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Method = (request: any) => unknown;

function unary(method: Method): grpc.handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(method)
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(statusOf(error)),
      );
  };
}
