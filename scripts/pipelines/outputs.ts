import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { UserError } from "../../common/user-error";
import type { Connection } from "../../targets/connection";
import { root } from "../setup/places";
import { stackArgument } from "../stack/stack-argument";

/** A server of the pipelines that people connect to. */
export interface Service {
  /** How this machine reaches it. */
  readonly connection: Connection;
  /** Where it answers on this machine, if it is open there. */
  readonly address: string;
  /** Commands that open it; none if it is open already. */
  readonly portForwards: readonly string[];
}

/** The outputs of the stack of the pipelines. */
export interface PipelinesOutputs {
  /** Full name of the platform's stack. */
  readonly platform: string;
  readonly objectStore: Service & { readonly accessKey: string; readonly secretKey: string };
  /** Paths of the tables, by their names. */
  readonly tables: Readonly<Record<string, string>>;
  /** Absent without NiFi. */
  readonly nifi?: Service;
  /** Absent without change capture. */
  readonly connect?: Service & { readonly connector: string };
  /** Absent without change capture. */
  readonly postgres?: Service & {
    readonly database: string;
    readonly user: string;
    readonly password: string;
  };
  /** Absent without Prefect. */
  readonly prefect?: Service & { readonly user: string; readonly password: string };
}

/**
 * Reads the outputs of the current stack.
 *
 * @throws UserError if no pipelines are deployed.
 */
export function readPipelines(): PipelinesOutputs {
  const text = execFileSync("pulumi", ["stack", "output", "--json", "--show-secrets"], {
    cwd: join(root, "pipelines"),
    encoding: "utf8",
  });
  const outputs = JSON.parse(text) as Partial<PipelinesOutputs>;
  if (outputs.objectStore) return outputs as PipelinesOutputs;
  throw new UserError(
    `No pipelines are deployed in this stack. Run \`make pipelines-up${stackArgument()}\` first.`,
  );
}
