import { connect } from "node:http2";
import { inspect, parseArgs } from "node:util";

// Loaded before anything else (`nodeargs` in Pulumi.yaml): the SDK fails too when its engine is lost.
showErrorsAtOnce();
endWithEngine(option("engine"));

/**
 * Has Pulumi show every error by its message, into which the stack goes before. Pulumi would colour the stack, on
 * which Node.js 20.20 spends 40 seconds and 4 GB, twice for each error, when a frame's file lies directly in a scope
 * of node_modules: by its source map, every error in an `apply` has one, `@pulumi/output.ts`.
 */
function showErrorsAtOnce(): void {
  process.prependListener("uncaughtException", writeOut);
  process.prependListener("unhandledRejection", writeOut);
}

function writeOut(error: unknown): void {
  if (!(error instanceof Error) || !error.stack) return;
  const message = isToldByMessage(error) ? error.message : inspect(error, { colors: false });
  for (const [name, value] of Object.entries({ message, stack: undefined })) {
    // One that is frozen stays as it is.
    Reflect.defineProperty(error, name, { value, configurable: true, writable: true });
  }
}

/** Whether it is an error of which Pulumi shows the message alone; its classes are not loaded yet. */
function isToldByMessage(error: Error): boolean {
  return "__pulumiRunError" in error || ("hideStack" in error && error.hideStack === true);
}

/**
 * Ends this process as soon as its engine is gone. An engine that is killed ends nobody, and the language host, which
 * has started this process, asks after it every five minutes only.
 *
 * @param address Where it listens; undefined where there is none.
 */
function endWithEngine(address: string | undefined): void {
  if (!address) return;
  // As it speaks gRPC, the engine keeps an idle connection of HTTP/2 until it ends.
  const connection = connect(`http://${address}`);
  connection.on("error", () => undefined);
  connection.on("close", () => process.exit(1));
  connection.unref();
}

/** An option with which the language host has started this process: `--name value` or `--name=value`. */
function option(name: string): string | undefined {
  const { values } = parseArgs({ options: { [name]: { type: "string" } }, strict: false });
  const value = values[name];
  return typeof value === "string" && value ? value : undefined;
}
