import { connect } from "node:http2";
import { inspect, parseArgs } from "node:util";
import { lightenPulumi } from "./light-sdk";

// Loaded before anything else (`nodeargs` in Pulumi.yaml): the SDK also fails when its engine is lost.
lightenPulumi();
showErrorsAtOnce();
endWithEngine(option("engine"));

/**
 * Makes Pulumi show every error by its message, to which the stack is moved first. Pulumi would color the stack, on
 * which Node.js 20.20 spends 40 seconds and 4 GB, twice for each error, if a frame's file is directly in a scope of
 * node_modules: because of its source map, every error in an `apply` has such a frame, `@pulumi/output.ts`.
 */
function showErrorsAtOnce(): void {
  process.prependListener("uncaughtException", writeOut);
  process.prependListener("unhandledRejection", writeOut);
}

function writeOut(error: unknown): void {
  if (!(error instanceof Error) || !error.stack) return;
  const message = isToldByMessage(error) ? error.message : inspect(error, { colors: false });
  for (const [name, value] of Object.entries({ message, stack: undefined })) {
    // A frozen error stays unchanged.
    Reflect.defineProperty(error, name, { value, configurable: true, writable: true });
  }
}

/** Whether it is an error of which Pulumi shows only the message; Pulumi's classes are not loaded yet. */
function isToldByMessage(error: Error): boolean {
  return "__pulumiRunError" in error || ("hideStack" in error && error.hideStack === true);
}

/**
 * Ends this process as soon as its engine no longer runs. A killed engine ends no other process, and the language host,
 * which started this one, checks for the engine only every five minutes.
 *
 * @param address Where the engine listens; undefined if there is none.
 */
function endWithEngine(address: string | undefined): void {
  if (!address) return;
  // The engine speaks gRPC, so it keeps an idle HTTP/2 connection open until it ends.
  const connection = connect(`http://${address}`);
  connection.on("error", () => undefined);
  connection.on("close", () => process.exit(1));
  connection.unref();
}

/** An option that the language host passed to this process: `--name value` or `--name=value`. */
function option(name: string): string | undefined {
  const { values } = parseArgs({ options: { [name]: { type: "string" } }, strict: false });
  const value = values[name];
  return typeof value === "string" && value ? value : undefined;
}
