import { serve } from "../../../provider/sdk/server";
import { EngineLog } from "../../../provider/sdk/engine-log";
import { KubernetesProvider } from "./provider";

/** Version of the official plugin that this one replaces: the version of the SDK in use. */
const version = "4.34.2";

// The engine passes its own address as the first argument.
serve(new KubernetesProvider(version, new EngineLog(process.argv[2]))).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
