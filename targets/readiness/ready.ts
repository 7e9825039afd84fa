import * as pulumi from "@pulumi/pulumi";
import type { Watched } from "./watched";

/** Inputs of {@link Ready}. */
export interface ReadyArgs {
  readonly watched: pulumi.Input<Watched>;
  /** Ids of the replicas; when one changes, the replicas are waited for again. */
  readonly instances: pulumi.Input<pulumi.Input<string>[]>;
  /** Time in seconds that they get to become ready after creation. */
  readonly createSeconds: pulumi.Input<number>;
  /** Time in seconds that they get to become ready after a change. */
  readonly updateSeconds: pulumi.Input<number>;
  /** Replicas that need these: if none of them runs, there is no wait. Default: always waits. */
  readonly onlyFor?: pulumi.Input<Watched>;
}

/**
 * Replicas that are ready. The providers that create them wait too, but until the timeout, whatever happens to the
 * replicas, and without saying why; and Docker's waits only once.
 */
export class Ready extends pulumi.CustomResource {
  constructor(name: string, args: ReadyArgs, options?: pulumi.CustomResourceOptions) {
    super("kafka-platform:target:Ready", name, { ...args }, options);
  }
}
