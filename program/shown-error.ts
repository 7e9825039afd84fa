import * as pulumi from "@pulumi/pulumi";
import type { UserError } from "../common/user-error";

/**
 * An error of which Pulumi shows only the message. If an update fails before the outputs are declared, Pulumi lists
 * those of the last update with a minus, but keeps them.
 */
export function shown(error: UserError): pulumi.RunError {
  const kept = pulumi.runtime.isDryRun()
    ? []
    : ["(Pulumi may list the stack's outputs with a minus: they are kept.)"];
  return new pulumi.RunError([error.message, ...kept].join("\n"));
}
