import type Docker from "dockerode";
import type { Properties } from "../../../provider/sdk/value";
import type { Table } from "./schema/property";

/** A resource as far as it has been created: what an error leaves behind goes into the state. */
export interface Made {
  /** Set as soon as something exists in Docker. */
  id?: string;
  /** What was read back from Docker. */
  outputs: Properties;
}

/** What is specific to a resource type. */
export interface ResourceType {
  readonly properties: Table;
  /** Whether to delete the old resource first, because its name is taken. */
  readonly deleteBeforeReplace: boolean;
  /** Version of the state in Terraform's provider, which the official plugin relies on. */
  readonly schemaVersion: number;
  create(docker: Docker, planned: Properties, made: Made): Promise<void>;
  /** Reads what Docker has; undefined if it no longer exists. `prior` holds no outputs in an import. */
  read(docker: Docker, id: string, prior: Properties): Promise<Made | undefined>;
  update(docker: Docker, id: string, prior: Properties, planned: Properties): Promise<Properties>;
  delete(docker: Docker, id: string, outputs: Properties): Promise<void>;
}

/** The update of types that do not support updates. @throws Error */
export function noUpdate(): never {
  throw new Error("this resource can only be replaced");
}
