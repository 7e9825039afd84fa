import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedPulumiHome } from "../../scripts/setup/places";
import { versions } from "../../scripts/setup/plugin";

/** Which provider plugin Pulumi uses here: the official one, or the stand-in, which then waits as the official one does. */
export function describePlugin(name: keyof typeof versions, environment = process.env): string {
  const home = environment.PULUMI_HOME ?? sharedPulumiHome(environment);
  const file = join(
    home,
    "plugins",
    `resource-${name}-v${versions[name]}`,
    `pulumi-resource-${name}`,
  );
  // A stand-in's executable is a script that starts it.
  const isStandIn =
    existsSync(file) && readFileSync(file).subarray(0, 9).toString() === "#!/bin/sh";
  return `${versions[name]} (${isStandIn ? "stand-in, with the official plugin's fixed waits" : "official"})`;
}
