import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../targets/connection";

const packageName = "kafka-platform:pipelines";

/** Inputs of {@link Password}. */
export interface PasswordArgs {
  /** Number of characters, from 12 to 128: letters, digits, `-` and `_`. Default: 32. */
  readonly length?: number;
}

/** A generated password, kept in the state as a secret. It never changes by itself; another length makes another one. */
export class Password extends pulumi.CustomResource {
  declare public readonly text: pulumi.Output<string>;

  constructor(name: string, args: PasswordArgs = {}, options?: pulumi.CustomResourceOptions) {
    super(
      `${packageName}:Password`,
      name,
      { length: args.length ?? 32, text: undefined },
      { ...options, additionalSecretOutputs: ["text"] },
    );
  }
}

/** Inputs of {@link Buckets}. */
export interface BucketsArgs {
  /** How to reach the object store. */
  readonly connection: pulumi.Input<Connection>;
  readonly names: pulumi.Input<readonly string[]>;
  readonly accessKey: pulumi.Input<string>;
  readonly secretKey: pulumi.Input<string>;
  /** If it changes, the buckets are looked for again: an id of what the store runs in. Default: none. */
  readonly trigger?: pulumi.Input<string>;
}

/** Buckets of an object store with the interface of S3. They are created or taken over, and never deleted. */
export class Buckets extends pulumi.CustomResource {
  constructor(name: string, args: BucketsArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:Buckets`, name, { ...args }, options);
  }
}

/** Inputs of {@link Connector}. */
export interface ConnectorArgs {
  /** How to reach the REST interface of Kafka Connect. */
  readonly connection: pulumi.Input<Connection>;
  /** Name under which Connect knows it, and keeps its offsets. */
  readonly connector: pulumi.Input<string>;
  readonly config: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /** If it changes, the connector is proved to run again: an id of what Connect runs in. Default: none. */
  readonly trigger?: pulumi.Input<string>;
}

/** A connector of Kafka Connect; it is created once it and its tasks run. */
export class Connector extends pulumi.CustomResource {
  constructor(name: string, args: ConnectorArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:Connector`, name, { ...args }, options);
  }
}

/** Inputs of {@link NifiFlow}. */
export interface NifiFlowArgs {
  /** How to reach NiFi's REST interface. */
  readonly connection: pulumi.Input<Connection>;
  /** Text of a flow definition, as NiFi downloads it; its process group must have a parameter context. */
  readonly flow: pulumi.Input<string>;
  /** Values of parameters that the flow declares, instead of those in it. */
  readonly parameters: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /** If it changes, the flow is proved to run again: an id of what NiFi runs in. Default: none. */
  readonly trigger?: pulumi.Input<string>;
}

/**
 * A process group on NiFi's canvas, found by its name; it is created once all of its processors run. A changed flow keeps
 * what is queued. It is deleted once nothing is queued in it.
 */
export class NifiFlow extends pulumi.CustomResource {
  constructor(name: string, args: NifiFlowArgs, options?: pulumi.CustomResourceOptions) {
    super(`${packageName}:NifiFlow`, name, { ...args }, options);
  }
}
