import * as pulumi from "@pulumi/pulumi";
import type { Watched } from "./watched";

/** Inputs of {@link Ready}. */
export interface ReadyArgs {
  readonly watched: pulumi.Input<Watched>;
  /** Ids of what the replicas are; when one changes, they are waited for anew. */
  readonly instances: pulumi.Input<pulumi.Input<string>[]>;
  /** Time in seconds that they get at first. */
  readonly createSeconds: pulumi.Input<number>;
  /** Time in seconds that they get for a change. */
  readonly updateSeconds: pulumi.Input<number>;
}

/**
 * Replicas that are ready. The providers that make them wait too, but to the end of the time, whatever becomes of
 * the replicas, and without a word of why; and Docker's only once.
 */
export class Ready extends pulumi.CustomResource {
  constructor(name: string, args: ReadyArgs, options?: pulumi.CustomResourceOptions) {
    super("kafka-platform:target:Ready", name, { ...args }, options);
  }
}
