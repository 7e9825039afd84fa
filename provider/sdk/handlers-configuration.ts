import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  CheckFailure as CheckFailureMessage,
  CheckResponse,
  ConfigureResponse,
  DiffResponse,
  GetSchemaResponse,
  InvokeResponse,
  type CheckRequest,
  type ConfigureRequest,
  type DiffRequest,
  type InvokeRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Interruption } from "../../common/interruption";
import type { CheckFailure, Provider } from "./provider";
import { decode, encode } from "./wire";

/**
 * The calls about the plugin and its configuration, and those of functions.
 *
 * @param cancellation Aborted by the user's Ctrl-C. The engine then waits for the operations under way.
 */
export function configurationMethods(provider: Provider, cancellation: AbortController) {
  return {
    getPluginInfo: () => new PluginInfo().setVersion(provider.version),
    getSchema: () => new GetSchemaResponse().setSchema("{}"),
    cancel() {
      cancellation.abort(new Interruption("cancelled"));
      return new Empty();
    },
    checkConfig(request: CheckRequest): CheckResponse {
      const failures = provider.checkConfig(decode(request.getNews()).properties);
      return new CheckResponse()
        .setInputs(request.getNews())
        .setFailuresList(failures.map(failureMessage));
    },
    diffConfig(request: DiffRequest): DiffResponse {
      const response = new DiffResponse();
      // The engine then compares the configurations itself, and no change replaces resources.
      if (!provider.diffConfig) return response.setChanges(DiffResponse.DiffChanges.DIFF_UNKNOWN);
      const { changed, replace } = provider.diffConfig({
        olds: decode(request.getOlds()).properties,
        news: decode(request.getNews()).properties,
      });
      const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
      return response
        .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList([...changed])
        .setReplacesList(replace ? [...changed] : []);
    },
    async configure(request: ConfigureRequest): Promise<ConfigureResponse> {
      await provider.configure(decode(request.getArgs()).properties);
      return new ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setAcceptresources(false)
        .setAcceptoutputs(false);
    },
    async invoke(request: InvokeRequest): Promise<InvokeResponse> {
      const token = request.getTok();
      if (!provider.call) throw new Error(`Unknown function ${token}`);
      const returned = await provider.call(token, decode(request.getArgs()).properties);
      return new InvokeResponse().setReturn(encode(returned));
    },
  };
}

/** A check failure for the wire. */
export function failureMessage({ property, reason }: CheckFailure): CheckFailureMessage {
  return new CheckFailureMessage().setProperty(property).setReason(reason);
}
