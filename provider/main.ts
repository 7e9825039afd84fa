import { EngineLog } from "./sdk/engine-log";
import { serve } from "./sdk/server";
import { KafkaProvider } from "./provider";

// The engine gives its own address as the first argument.
serve(new KafkaProvider(new EngineLog(process.argv[2]))).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
