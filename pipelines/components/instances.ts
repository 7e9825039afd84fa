import * as pulumi from "@pulumi/pulumi";
import type { Workload } from "../../targets/target";

/** What workloads run in, as a text that changes with any of it: what is declared in them is then proved to be there. */
export function instancesOf(
  ...workloads: readonly Pick<Workload, "instances">[]
): pulumi.Output<string> {
  return pulumi
    .all(workloads.flatMap(({ instances }) => instances))
    .apply((instances) => instances.join(" "));
}
