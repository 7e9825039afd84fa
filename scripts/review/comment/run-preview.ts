import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isMap } from "yaml";
import { yamlOf } from "../../../settings/files/yaml-file";
import { excerpt } from "../../../common/excerpt";
import { UserError } from "../../../common/user-error";
import { capture } from "../../setup/process";

/** Replaces a secret of the configuration whose value is not available. */
const placeholder = "not-the-secret";
/** A kubeconfig must be valid: if it is a secret, the preview works without a cluster. */
const leftOut = ["kafka-platform:kubeconfig"];

/** A preview of a stack with the program in a checkout. */
export interface PreviewRequest {
  readonly checkout: string;
  readonly stack: string;
  /** Whether to use the stack's deployed state; this needs the secrets of its backend. */
  readonly deployed: boolean;
}

/** Previews a stack and returns what `pulumi preview --json` printed; after a failure, this contains the reason. */
export async function runPreview({ checkout, stack, deployed }: PreviewRequest): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "kafka-platform-preview-"));
  try {
    const source = readFileSync(join(checkout, `Pulumi.${stack}.yaml`), "utf8");
    // The copy has the name of the stack's own file, because errors name the file and line.
    const config = join(folder, "config", `Pulumi.${stack}.yaml`);
    mkdirSync(dirname(config));
    writeFileSync(config, deployed ? source : withoutSecrets(source, `Pulumi.${stack}.yaml`), {
      mode: 0o600,
    });
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      PULUMI_OPTION_CONFIG_FILE: config,
      PULUMI_STACK: stack,
      ...(deployed ? {} : await emptyStack(folder, stack)),
    };
    // A changed option, such as whether a volume is retained, is only in what otherwise stays the same.
    const args = ["preview", "--json", "--show-sames", "--non-interactive"];
    const { code, stdout, stderr } = await capture("pulumi", args, { cwd: checkout, env });
    return stdout.trim() === "" ? failed(code, stderr) : stdout;
  } catch (error) {
    if (error instanceof UserError) return failed(1, error.message);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Whether the backend that Pulumi is logged in to has the stack.
 *
 * @throws UserError if the backend does not say.
 */
export async function isDeployed(stack: string): Promise<boolean> {
  const args = ["stack", "export", "--stack", stack];
  const { code, stdout, stderr } = await capture("pulumi", args);
  if (code !== 0) {
    if (stderr.includes("no stack named")) return false;
    // Compared with nothing, a deployed stack would appear to be created from scratch.
    throw new UserError(
      `It is not known whether the stack ${stack} is deployed: ${excerpt(stderr.trim())}`,
    );
  }
  const state = JSON.parse(stdout) as { deployment?: { resources?: unknown[] } };
  return (state.deployment?.resources?.length ?? 0) > 0;
}

/** Creates an empty stack in its own backend, and returns the environment to use it. */
async function emptyStack(folder: string, stack: string): Promise<NodeJS.ProcessEnv> {
  const backend = {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: placeholder,
    PULUMI_ACCESS_TOKEN: undefined,
  };
  writeFileSync(join(folder, "Pulumi.yaml"), "name: kafka-platform\nruntime: nodejs\n");
  await capture("pulumi", ["-C", folder, "stack", "init", stack], {
    env: { ...process.env, ...backend, PULUMI_OPTION_CONFIG_FILE: undefined },
  });
  return backend;
}

/** The configuration without what only the stack's own key can decrypt; the rest stays as written. */
export function withoutSecrets(text: string, name: string): string {
  const document = yamlOf(name, text);
  for (const key of ["encryptionsalt", "encryptedkey", "secretsprovider"]) {
    if (document.has(key)) document.delete(key);
  }
  const config = document.get("config");
  if (!isMap(config)) {
    document.set("config", document.createNode({}));
    return document.toString();
  }
  const values = config.toJS(document) as Record<string, unknown>;
  for (const [key, value] of Object.entries(values)) {
    if (!JSON.stringify(value).includes('"secure":')) continue;
    if (leftOut.includes(key)) config.delete(key);
    else config.set(key, placeholder);
  }
  return document.toString({ lineWidth: 0 });
}

function failed(code: number, stderr: string): string {
  const message = stderr.trim() || `pulumi preview ended with ${code} and printed nothing`;
  return JSON.stringify({ steps: [], diagnostics: [{ severity: "error", message }] });
}
