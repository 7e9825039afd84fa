import * as pulumi from "@pulumi/pulumi";
import { startToken } from "../provider/start-token";

/**
 * Has the engine start the provider while the program is still loading and asking. Otherwise the first resource would
 * start it, for which everything else waits. If it cannot be started, that resource fails with the reason.
 */
export function startProvider(): void {
  pulumi.runtime.invoke(startToken, {}).catch(() => undefined);
}
