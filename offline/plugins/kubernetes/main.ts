import { serve } from "../../../plugin/server";
import { EngineLog } from "../../../plugin/engine-log";
import { KubernetesProvider } from "./provider";

/** Version of the official plugin that this one replaces: the version of the SDK in use. */
const version = "4.34.2";

// The engine passes its own address as the first argument.
serve(new KubernetesProvider(version, new EngineLog(process.argv[2]))).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
