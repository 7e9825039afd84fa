import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localFolder } from "../../setup/places";
import { required } from "./rest";
import { runScript } from "../../terminal/run-script";

/** Where the files are; .gitlab-ci.yml passes their paths on. */
const folder = join(localFolder, "cloud");

/** The id tokens of a GitLab job, with the files from which the clouds' libraries read them. */
const tokenFiles: Readonly<Record<string, string>> = {
  AWS_ID_TOKEN: "aws-token",
  AZURE_ID_TOKEN: "azure-token",
  GOOGLE_ID_TOKEN: "google-token",
};

/**
 * Writes the files that give a GitLab job access to the bucket with the state, from the job's own identity
 * (`id_tokens`): a token for each cloud, and what Google's library also needs, if GOOGLE_WORKLOAD_IDENTITY_PROVIDER
 * names the provider in full and, optionally, GOOGLE_SERVICE_ACCOUNT an account to act as.
 */
function writeCredentials(environment: NodeJS.ProcessEnv): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, file] of Object.entries(tokenFiles)) {
    const token = required(environment, name, "one of the id_tokens in .gitlab-ci.yml");
    writeFileSync(join(folder, file), token, { mode: 0o600 });
  }
  const { GOOGLE_WORKLOAD_IDENTITY_PROVIDER: provider, GOOGLE_SERVICE_ACCOUNT: account } =
    environment;
  if (!provider) return;
  // The same as from `gcloud iam workload-identity-pools create-cred-config`; it contains no secret.
  const google = {
    type: "external_account",
    audience: `//iam.googleapis.com/${provider}`,
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: "https://sts.googleapis.com/v1/token",
    credential_source: { file: join(folder, "google-token") },
    ...(account && {
      service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:generateAccessToken`,
    }),
  };
  writeFileSync(join(folder, "google.json"), JSON.stringify(google), { mode: 0o600 });
}

runScript(() => writeCredentials(process.env));
