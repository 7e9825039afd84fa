import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { Checkout } from "../support/checkout";

// A job of GitLab reaches its bucket by its own identity: Pulumi's command, with the variables of .gitlab-ci.yml and
// the files that `make cloud-credentials` writes, hands the right token to the cloud's token service, here one on
// loopback. Azure's library takes no service without TLS.
const root = path.join(__dirname, "../..");
const tokens = {
  AWS_ID_TOKEN: "for-aws",
  AZURE_ID_TOKEN: "for-azure",
  GOOGLE_ID_TOKEN: "for-google",
};
const provider = "projects/1/locations/global/workloadIdentityPools/pool/providers/gitlab";

let checkout: Checkout;
let home: string;
let url: string;
const received: { path: string; body: string; authorization?: string }[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (data: Buffer) => (body += data.toString()));
  request.on("end", () => {
    received.push({ path: request.url ?? "", body, authorization: request.headers.authorization });
    if (!body.includes("AssumeRoleWithWebIdentity")) return response.writeHead(403).end("{}");
    const keys = { AccessKeyId: "AKIATEST", SecretAccessKey: "key", SessionToken: "token" };
    const credentials = Object.entries({ ...keys, Expiration: "2099-01-01T00:00:00Z" })
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join("");
    return response
      .writeHead(200, { "Content-Type": "text/xml" })
      .end(
        `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">` +
          `<AssumeRoleWithWebIdentityResult><Credentials>${credentials}</Credentials>` +
          `</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
      );
  });
});

beforeAll(async () => {
  checkout = new Checkout();
  home = mkdtempSync(path.join(tmpdir(), "cloud-credentials-"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => received.splice(0));
afterAll(() => {
  server.close();
  checkout.remove();
  rmSync(home, { recursive: true });
});

/** The variables of the jobs with an identity, as a runner fills them in. */
function variables(): Record<string, string> {
  const pipeline = parse(readFileSync(path.join(root, ".gitlab-ci.yml"), "utf8")) as Record<
    string,
    { variables: Record<string, string> }
  >;
  const entries = Object.entries(pipeline[".bucket"]!.variables);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value.replace("$CI_PROJECT_DIR", checkout.folder)]),
  );
}

/** Asks the backend who it is; it is refused by the bucket, after it has asked for credentials. */
function logIn(environment: NodeJS.ProcessEnv): Promise<string> {
  const env = {
    ...{ PATH: process.env.PATH, HOME: home, PULUMI_HOME: path.join(home, ".pulumi") },
    ...{ ...variables(), ...environment },
  };
  return new Promise((resolve) => {
    execFile("pulumi", ["whoami"], { env, cwd: home }, (_error, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}

test("the files are written for each cloud, and none but the job's user reads them", async () => {
  const { code, output } = await checkout.run("make cloud-credentials", {
    ...tokens,
    GOOGLE_WORKLOAD_IDENTITY_PROVIDER: provider,
    GOOGLE_SERVICE_ACCOUNT: "state@team.iam.gserviceaccount.com",
  });
  expect({ code, output }).toEqual({ code: 0, output: "" });
  const { AWS_WEB_IDENTITY_TOKEN_FILE: aws, AZURE_FEDERATED_TOKEN_FILE: azure } = variables();
  const google = variables().GOOGLE_APPLICATION_CREDENTIALS!;
  expect([aws, azure].map((file) => readFileSync(file!, "utf8"))).toEqual(["for-aws", "for-azure"]);
  const source = JSON.parse(readFileSync(google, "utf8")) as {
    credential_source: { file: string };
  };
  expect(source).toEqual({
    type: "external_account",
    audience: `//iam.googleapis.com/${provider}`,
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: "https://sts.googleapis.com/v1/token",
    credential_source: { file: expect.any(String) as unknown },
    service_account_impersonation_url:
      "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/state@team.iam.gserviceaccount.com:generateAccessToken",
  });
  expect(readFileSync(source.credential_source.file, "utf8")).toBe("for-google");
  for (const file of [aws!, azure!, google, source.credential_source.file])
    expect(statSync(file).mode & 0o77).toBe(0);
  const { output: changes } = await checkout.run("git status --porcelain", {});
  expect(changes).toBe("");
});

test("a job without its id tokens is told where they come from", async () => {
  const { code, output } = await checkout.run("make cloud-credentials", {
    ...tokens,
    AWS_ID_TOKEN: undefined,
  });
  expect(code).toBe(2);
  expect(output).toContain(
    "AWS_ID_TOKEN is not set: it is one of the id_tokens in .gitlab-ci.yml.\n",
  );
  expect(output).not.toContain("    at ");
});

test("Pulumi asks Amazon for the role with the job's token, and the bucket with what it got", async () => {
  await logIn({
    AWS_ROLE_ARN: "arn:aws:iam::1:role/state",
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL_STS: url,
    PULUMI_BACKEND_URL: `s3://state?endpoint=${url}&s3ForcePathStyle=true`,
  });
  const [role, bucket] = received;
  expect(Object.fromEntries(new URLSearchParams(role?.body))).toMatchObject({
    RoleArn: "arn:aws:iam::1:role/state",
    WebIdentityToken: "for-aws",
  });
  expect(bucket?.path).toContain("/state/.pulumi/meta.yaml");
  expect(bucket?.authorization).toContain("Credential=AKIATEST/");
});

test("Pulumi asks Google for access with the job's token", async () => {
  const file = variables().GOOGLE_APPLICATION_CREDENTIALS!;
  const credentials = JSON.parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, JSON.stringify({ ...credentials, token_url: `${url}/v1/token` }));
  await logIn({ PULUMI_BACKEND_URL: "gs://state" });
  const [exchange] = received;
  expect(exchange?.path).toBe("/v1/token");
  expect(Object.fromEntries(new URLSearchParams(exchange?.body))).toMatchObject({
    audience: `//iam.googleapis.com/${provider}`,
    subject_token: "for-google",
  });
});
