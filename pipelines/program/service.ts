import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../targets/connection";
import type { Workload } from "../../targets/target";

/** A component that people connect to. */
interface Service {
  readonly workload: Workload;
  /** How the machine that runs the program reaches it. */
  readonly connection: pulumi.Input<Connection>;
}

/** The outputs of a server that people connect to; see scripts/pipelines/outputs.ts. */
export function serviceOutputs({ workload, connection }: Service, port: string) {
  return {
    // It may contain a kubeconfig, and is then a secret.
    connection,
    address: workload.outside(port).join(","),
    portForwards: workload.forwards(port).map(({ command }) => command),
  };
}
