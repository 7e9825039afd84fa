import type Docker from "dockerode";
import type { Properties } from "../../../plugin/value";
import type { Table } from "./schema/property";

/** A resource as far as it has been made: what an error leaves behind goes into the state. */
export interface Made {
  /** Set as soon as there is something in Docker. */
  id?: string;
  /** What was read back from Docker. */
  outputs: Properties;
}

/** What is particular to a type of resource. */
export interface ResourceType {
  readonly properties: Table;
  /** Whether the old resource must go first: its name is taken. */
  readonly deleteBeforeReplace: boolean;
  /** Version of the state in Terraform's provider, for the official plugin to go by. */
  readonly schemaVersion: number;
  create(docker: Docker, planned: Properties, made: Made): Promise<void>;
  /** Reads what Docker has; undefined if it is gone. `prior` holds no outputs in an import. */
  read(docker: Docker, id: string, prior: Properties): Promise<Made | undefined>;
  update(docker: Docker, id: string, prior: Properties, planned: Properties): Promise<Properties>;
  delete(docker: Docker, id: string, outputs: Properties): Promise<void>;
}

/** An error for types that have no updates. */
export function noUpdate(): never {
  throw new Error("this resource can only be replaced");
}
