import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { createApp } from "./app";
import { readEnvironment } from "./environment";
import { ConfigurationError } from "./errors";
import { registerCodecs } from "./kafka/codecs";

async function main(): Promise<void> {
  const configuration = readEnvironment(process.env);
  registerCodecs();
  const app = await createApp(configuration, join(__dirname, "web"));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void app.close().then(() => process.exit(0));
    });
  }
  await app.listen({ port: configuration.port, host: configuration.address ?? everyAddress() });
  console.log(`Listening on port ${configuration.port}.`);
}

/** The address `::` includes IPv4, if the machine has IPv6 at all. */
function everyAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.some(({ family }) => family === "IPv6") ? "::" : "0.0.0.0";
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
});
