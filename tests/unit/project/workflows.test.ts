import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

// What actionlint and GitLab's schema do not know: what may reach a secret, what waits for what, what is pinned.
const root = path.join(__dirname, "../../..");
const folder = path.join(root, ".github");

interface Job {
  readonly needs?: string | string[];
  readonly uses?: string;
  readonly environment?: string;
  readonly concurrency?: {
    readonly group: string;
    readonly "cancel-in-progress": boolean;
    readonly queue?: string;
  };
  readonly permissions?: Record<string, string>;
}
interface Workflow {
  readonly on: Record<string, unknown>;
  readonly permissions: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

const names = readdirSync(path.join(folder, "workflows"));
const texts = names.map((name) => readFileSync(path.join(folder, "workflows", name), "utf8"));
const action = readFileSync(path.join(folder, "actions/bucket/action.yml"), "utf8");
const workflows = Object.fromEntries(
  names.map((name, index) => [name, parse(texts[index]!) as Workflow]),
);
const job = (workflow: string, name: string) => workflows[workflow]?.jobs[name] ?? {};

test("every action of others is pinned by its commit, with its version beside it", () => {
  const uses = [...texts, action].flatMap((text) =>
    [...text.matchAll(/^ *(?:- )?uses: (.*)$/gm)].map((match) => match[1]!),
  );
  const others = uses.filter((each) => !each.startsWith("./"));
  expect(others.length).toBeGreaterThan(10);
  for (const each of others) expect(each).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("a job for a branch that anybody pushed gets no secret but by an environment that guards it", () => {
  const ofBranches = Object.values(workflows).filter(({ on }) => "pull_request" in on);
  expect(ofBranches).toHaveLength(2);
  const reached = ofBranches
    .flatMap(({ jobs }) => Object.values(jobs))
    .filter((each) => /secrets\.|id-token|secrets: inherit/.test(JSON.stringify(each)));
  expect(reached.map(({ environment }) => environment)).toEqual([
    "${{ matrix.environment }}-preview",
  ]);
  for (const text of texts) expect(text).not.toMatch(/pull_request_target|workflow_run/);
});

test("jobs read the repository, and write or identify themselves only where they say so", () => {
  for (const { permissions } of Object.values(workflows))
    expect(permissions).toEqual({ contents: "read" });
  const more = Object.entries(workflows).flatMap(([name, { jobs }]) =>
    Object.entries(jobs)
      .filter(([, { permissions }]) => permissions)
      .map(([each, { permissions }]) => [name, each, Object.keys(permissions!).slice(1)]),
  );
  expect(more).toEqual([
    ["deploy.yml", "up", ["id-token"]],
    ["drift.yml", "drift", ["issues", "id-token"]],
    ["preview.yml", "preview", ["pull-requests"]],
    ["preview.yml", "deployed", ["pull-requests", "id-token"]],
  ]);
});

test("a deployment waits for all tests, and for the look for drift, which does not cancel it", () => {
  expect(job("deploy.yml", "tests")).toMatchObject({
    uses: "./.github/workflows/test.yml",
    with: { everything: true },
  });
  expect(job("deploy.yml", "up").needs).toBe("tests");
  const groups = [job("deploy.yml", "up"), job("drift.yml", "drift")].map(
    (each) => each.concurrency,
  );
  const queue = {
    group: "stack-${{ matrix.environment }}",
    "cancel-in-progress": false,
    queue: "max",
  };
  expect(groups).toEqual([queue, queue]);
});

describe("on GitLab", () => {
  interface GitLabJob {
    readonly stage: string;
    readonly extends?: string;
    readonly environment?: unknown;
    readonly resource_group?: string;
    readonly script: string[];
  }
  const text = readFileSync(path.join(root, ".gitlab-ci.yml"), "utf8");
  const pipeline = parse(text) as Record<string, GitLabJob>;
  const { stages } = parse(text) as { stages: string[] };

  test("tests come before deployments", () => {
    const of = (name: string) => stages.indexOf(pipeline[name]?.stage ?? "");
    expect(of("test")).toBe(0);
    expect(of("check")).toBe(0);
    expect(of(".up")).toBeGreaterThan(of("test"));
  });

  test("the look for drift has an environment, of which it records no deployment", () => {
    expect(pipeline.drift).toMatchObject({
      environment: { name: "$STACK-drift", action: "access" },
      resource_group: "$STACK",
    });
    expect(pipeline[".up"]).toMatchObject({ environment: "$STACK", resource_group: "$STACK" });
  });

  test("only deployments and the look for drift have an identity, and take it before anything else", () => {
    const withIdentity = Object.entries(pipeline).filter(([, each]) => each.extends === ".bucket");
    expect(withIdentity.map(([name]) => name)).toEqual([".up", "drift"]);
    for (const [, { script }] of withIdentity) expect(script[0]).toBe("make cloud-credentials");
    expect(JSON.stringify(pipeline.preview)).not.toContain("id_tokens");
  });
});
