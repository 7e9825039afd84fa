import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { Checkout } from "../support/checkout";
import { FakeForge } from "../support/fake-forge";

// The shell steps of the workflows, run as a forge's runner would, against a server that takes comments
// as the forge does. What only the forge can show: events, permissions, secrets and approvals.
const root = path.join(__dirname, "../..");

interface Workflow {
  readonly env?: Record<string, string>;
  readonly jobs: Readonly<
    // A job that is another workflow has no steps.
    Record<string, { readonly env?: Record<string, string>; readonly steps?: readonly Step[] }>
  >;
}
interface Step {
  readonly run?: string;
  readonly env?: Record<string, string>;
}

let checkout: Checkout;
const fake = new FakeForge();
let url: string;

beforeAll(async () => {
  checkout = new Checkout();
  url = await fake.start();
  writeFileSync(
    path.join(checkout.folder, ".git/event.json"),
    JSON.stringify({ pull_request: { number: 7 } }),
  );
});
afterAll(() => {
  fake.stop();
  checkout.remove();
});

function workflow(name: string): Workflow {
  return parse(readFileSync(path.join(root, ".github/workflows", name), "utf8")) as Workflow;
}

/** Runs the shell steps of a job; expressions have the values that are given for them, or none. */
async function runJob(name: string, job: string, values: Readonly<Record<string, string>>) {
  const { env, jobs } = workflow(name);
  const fill = (text: string) =>
    text.replaceAll(/\$\{\{ *(.+?) *\}\}/g, (_all, key: string) => values[key] ?? "");
  const outputs = path.join(checkout.folder, ".git/outputs");
  writeFileSync(outputs, "");
  const runs = [];
  for (const step of jobs[job]?.steps?.filter(({ run }) => run) ?? []) {
    const variables = Object.entries({ ...env, ...jobs[job]?.env, ...step.env });
    const result = await checkout.run(step.run ?? "", {
      CI: "true",
      GITHUB_REPOSITORY: "team/platform",
      GITHUB_API_URL: url,
      GITHUB_EVENT_PATH: path.join(checkout.folder, ".git/event.json"),
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: path.join(checkout.folder, ".git/summary"),
      ...Object.fromEntries(variables.map(([key, value]) => [key, fill(value)])),
    });
    runs.push({ ...result, command: step.run });
  }
  return { runs, outputs: readFileSync(outputs, "utf8") };
}

function changeStack(change: (text: string) => string, message: string): void {
  const file = path.join(checkout.folder, "Pulumi.dev.yaml");
  writeFileSync(file, change(readFileSync(file, "utf8")));
  checkout.commit(message);
}

const context = { "github.base_ref": "main", "github.token": "token", "matrix.environment": "dev" };
const comments = "/repos/team/platform/issues/7/comments";

test("every step is one make command that exists", () => {
  const makefile = readFileSync(path.join(root, "Makefile"), "utf8");
  const workflows = readdirSync(path.join(root, ".github/workflows"));
  expect(workflows.sort()).toEqual([
    "deploy.yml",
    "drift.yml",
    "preview.yml",
    "recovery.yml",
    "test.yml",
  ]);
  const steps = workflows.flatMap((name) =>
    Object.values(workflow(name).jobs).flatMap((job) =>
      (job.steps ?? []).flatMap(({ run }) => run ?? []),
    ),
  );
  expect(steps.length).toBeGreaterThanOrEqual(6);
  for (const step of steps) {
    const target = /^make ([a-z-]+)$/.exec(step)?.[1];
    expect(makefile).toMatch(new RegExp(`^${target}: .*## `, "m"));
  }
});

test("a pull request that changes a topic gets a comment on the environment that it touches", async () => {
  changeStack((text) => text.replace("partitions: 3", "partitions: 4"), "a partition more");
  const { outputs } = await runJob("preview.yml", "environments", context);
  expect(outputs).toBe('environments=["dev"]\ndeployed=[]\n');
  const compared = { ...context, "vars.PREVIEW_ENVIRONMENTS": '["dev", "production"]' };
  expect((await runJob("preview.yml", "environments", compared)).outputs).toBe(
    'environments=["dev"]\ndeployed=["dev"]\n',
  );
  const misspelt = { ...context, "vars.PREVIEW_ENVIRONMENTS": "dev" };
  const { runs: refused } = await runJob("preview.yml", "environments", misspelt);
  expect(refused[0]?.output).toContain(
    'PREVIEW_ENVIRONMENTS is dev; must be a list such as ["staging"].',
  );

  const { runs } = await runJob("preview.yml", "preview", context);
  expect(runs.map(({ code, output }) => ({ code, output: code ? output : "" }))).toEqual([
    { code: 0, output: "" },
    { code: 0, output: "" },
  ]);
  const [comment, ...others] = fake.notes[comments] ?? [];
  expect(others).toEqual([]);
  expect(comment?.body).toContain("**1 topic changed.**");
  expect(comment?.body).toContain(
    "Topic `meu-topico` | <code>partitions</code>: <code>3</code> → <code>4</code>",
  );
  expect(readFileSync(path.join(checkout.folder, ".git/summary"), "utf8")).toContain(
    "**1 topic changed.**",
  );
});

test("a further push edits the comment, and one that cannot be previewed fails with its comment", async () => {
  changeStack((text) => text.replace("partitions: 4", "partitions: 0"), "no partitions");
  const { runs } = await runJob("preview.yml", "preview", context);
  expect(runs.map(({ code }) => code)).toEqual([2, 0]);
  const bodies = (fake.notes[comments] ?? []).map(({ body }) => String(body));
  expect(bodies).toEqual([expect.stringContaining("topics[0].partitions is 0; must be")]);
});

test("on GitLab one job comments on every environment that the branch touches", async () => {
  changeStack((text) => text.replace("partitions: 0", "partitions: 9"), "many partitions");
  const { preview } = parse(readFileSync(path.join(root, ".gitlab-ci.yml"), "utf8")) as {
    preview: { script: string[]; variables: Record<string, string> };
  };
  const target = { CI: "true", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" };
  const { code, output } = await checkout.run(preview.script.join("\n"), {
    ...target,
    BASE: preview.variables.BASE?.replace("$CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
    CI_API_V4_URL: url,
    CI_PROJECT_ID: "42",
    CI_MERGE_REQUEST_IID: "7",
    GITLAB_TOKEN: "token",
  });
  expect({ code, output }).toEqual({
    code: 0,
    output: expect.stringContaining("created") as unknown,
  });
  const notes = fake.notes["/projects/42/merge_requests/7/notes"] ?? [];
  expect(notes.map(({ body }) => String(body))).toEqual([
    expect.stringContaining("<code>3</code> → <code>9</code>"),
  ]);
});

test("a change of the documentation touches no environment", async () => {
  changeStack((text) => text.replace("partitions: 9", "partitions: 3"), "as it was");
  writeFileSync(path.join(checkout.folder, "README.md"), "changed\n");
  checkout.commit("documentation");
  const { outputs } = await runJob("preview.yml", "environments", context);
  expect(outputs).toBe("environments=[]\ndeployed=[]\n");
});

test("a deployment, and a look for drift, without a backend end before anything else, and say so", async () => {
  const [up] = (await runJob("deploy.yml", "up", context)).runs;
  const drift = (await runJob("drift.yml", "drift", context)).runs;
  for (const run of [up, drift[0]]) {
    expect(run?.code).toBe(2);
    expect(run?.output).toMatch(/^This is a CI job \(CI is true\) without a backend: /);
  }
  const issues = fake.notes["/repos/team/platform/issues"] ?? [];
  expect(issues.map(({ title }) => title)).toEqual(["Drift in dev"]);
});
