import { createDecipheriv, pbkdf2 } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { UserError } from "../../common/user-error";

const derive = promisify(pbkdf2);
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/resource/config/crypt.go
const [iterations, keyBytes, tagBytes] = [1_000_000, 32, 16];

/**
 * Refuses a passphrase other than the one that encrypts a stack of the checkout's own state: Pulumi only says
 * that it is incorrect, half a minute later.
 *
 * @param salt `encryptionsalt` of the stack's configuration.
 * @param environment The user's own.
 * @param usual The passphrase that is used if the user has set none.
 * @throws UserError that says which one was used, and how to set another.
 */
export async function checkPassphrase(
  salt: unknown,
  environment: NodeJS.ProcessEnv,
  usual: string,
): Promise<void> {
  if (typeof salt !== "string") return;
  const { PULUMI_CONFIG_PASSPHRASE: phrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = environment;
  // An empty one counts, and takes precedence over the file.
  const passphrase = phrase ?? (file ? readFileSync(file, "utf8").trim() : usual);
  if (await opens(salt, passphrase)) return;
  const variable =
    phrase === undefined ? "PULUMI_CONFIG_PASSPHRASE_FILE" : "PULUMI_CONFIG_PASSPHRASE";
  const taken =
    phrase === undefined && !file
      ? `the default, ${usual}, was used, as PULUMI_CONFIG_PASSPHRASE is not set`
      : `it was read from ${variable}`;
  throw new UserError(
    `incorrect passphrase: the state in .local/state was encrypted with another one; ${taken}. ` +
      `Set the one that the stack was created with: export PULUMI_CONFIG_PASSPHRASE=... ` +
      `If it was created without one, it is ${usual}: unset PULUMI_CONFIG_PASSPHRASE PULUMI_CONFIG_PASSPHRASE_FILE`,
  );
}

/** Whether a passphrase decrypts the check value that Pulumi keeps next to its salt; true if that has another form. */
async function opens(state: string, passphrase: string): Promise<boolean> {
  const [, salt, nonce, sealed] = /^v1:([^:]+):v1:([^:]+):([^:]+)$/.exec(state) ?? [];
  if (!salt || !nonce || !sealed) return true;
  const bytes = (text: string) => Buffer.from(text, "base64");
  const key = await derive(passphrase, bytes(salt), iterations, keyBytes, "sha256");
  const all = bytes(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes(nonce));
  decipher.setAuthTag(all.subarray(-tagBytes));
  try {
    decipher.update(all.subarray(0, -tagBytes));
    decipher.final();
    return true;
  } catch {
    return false;
  }
}
