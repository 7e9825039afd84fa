import { serve } from "../../../provider/sdk/server";
import { DockerProvider } from "./provider";

/** Version of the official plugin that this one replaces: the version of the SDK in use. */
const version = "5.2.0";

serve(new DockerProvider(version)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
