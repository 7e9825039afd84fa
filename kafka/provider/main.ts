import { EngineLog } from "../../plugin/engine-log";
import { serve } from "../../plugin/server";
import { KafkaProvider } from "./provider";

// The engine gives its own address as the first argument.
serve(new KafkaProvider(new EngineLog(process.argv[2]))).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
