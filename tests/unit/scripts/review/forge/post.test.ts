import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chooseForge } from "../../../../../scripts/review/forge/choose-forge";
import { keepIssue, postComment } from "../../../../../scripts/review/forge/post";
import { driftMarker, driftUnknown } from "../../../../../scripts/review/comment/drift-report";
import { FakeForge } from "../../../../support/fake-forge";

const folder = mkdtempSync(path.join(tmpdir(), "forge-test-"));
const eventFile = path.join(folder, "event.json");
writeFileSync(eventFile, JSON.stringify({ pull_request: { number: 7 } }));
afterAll(() => rmSync(folder, { recursive: true }));

const marker = "<!-- kafka-platform preview: dev -->";
const other = "<!-- kafka-platform preview: dev-2 -->";

let fake: FakeForge;
let url: string;
beforeEach(async () => {
  fake = new FakeForge();
  url = await fake.start();
});
afterEach(() => fake.stop());

const environments = {
  github: () => ({
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: "team/platform",
    GITHUB_TOKEN: "token",
    GITHUB_EVENT_PATH: eventFile,
  }),
  gitlab: () => ({
    CI_API_V4_URL: url,
    CI_PROJECT_ID: "42",
    CI_MERGE_REQUEST_IID: "7",
    GITLAB_TOKEN: "token",
  }),
};
const lists = {
  github: {
    comments: "/repos/team/platform/issues/7/comments",
    issues: "/repos/team/platform/issues",
    edit: ["PATCH /repos/team/platform/issues/comments/131", "PATCH /repos/team/platform/issues/1"],
    text: "body",
    closed: { state: "closed" },
  },
  gitlab: {
    comments: "/projects/42/merge_requests/7/notes",
    issues: "/projects/42/issues",
    edit: ["PUT /projects/42/merge_requests/7/notes/131", "PUT /projects/42/issues/1"],
    text: "description",
    closed: { state_event: "close" },
  },
};

describe.each(["github", "gitlab"] as const)("on %s", (name) => {
  const forge = () => chooseForge(environments[name]());
  const list = lists[name];

  test("a comment is created once and edited in place, past other stacks' and pages of others", async () => {
    // More than a page of other comments, one of which quotes ours.
    fake.notes[list.comments] = Array.from({ length: 130 }, (_, index) => ({
      id: index + 1,
      body: index === 3 ? `> ${marker}` : `${other}\n${index}`,
      ...fake.by("somebody"),
    }));
    expect(await postComment(forge(), marker, `${marker}\none`)).toBe("created");
    expect(await postComment(forge(), marker, `${marker}\ntwo`)).toBe("edited");
    expect(await postComment(forge(), marker, `${marker}\ntwo`)).toBe("unchanged");
    const ours = fake.notes[list.comments]?.filter(({ body }) => String(body).startsWith(marker));
    expect(ours).toEqual([expect.objectContaining({ id: 131, body: `${marker}\ntwo` })]);
    expect(fake.notes[list.comments]).toHaveLength(131);
    expect(fake.received.map(({ request }) => request)).toContain(list.edit[0]);
  });

  test("an issue is opened, kept up to date and closed, and none is opened for nothing", async () => {
    expect(await keepIssue(forge(), marker, "Drift", undefined)).toBe("none");
    expect(await keepIssue(forge(), marker, "Drift", `${marker}\none`)).toBe("created");
    expect(await keepIssue(forge(), marker, "Drift", `${marker}\none\n`)).toBe("unchanged");
    expect(await keepIssue(forge(), marker, "Drift", `${marker}\ntwo`)).toBe("edited");
    expect(await keepIssue(forge(), marker, "Drift", undefined)).toBe("closed");
    expect(fake.notes[list.issues]).toEqual([
      expect.objectContaining({ title: "Drift", [list.text]: `${marker}\ntwo`, ...list.closed }),
    ]);
    expect(fake.received.map(({ request }) => request)).toContain(list.edit[1]);
  });

  test("a comment or an issue of somebody else that begins the same stays as it is", async () => {
    const theirs = { id: 1, number: 1, iid: 1, ...fake.by("somebody") };
    const text = `${marker}\nnothing to see here`;
    fake.notes[list.comments] = [{ ...theirs, body: text }];
    fake.notes[list.issues] = [{ ...theirs, [list.text]: text }];
    expect(await keepIssue(forge(), marker, "Drift", undefined)).toBe("none");
    expect(await postComment(forge(), marker, `${marker}\none`)).toBe("created");
    expect(await keepIssue(forge(), marker, "Drift", `${marker}\none`)).toBe("created");
    expect(await postComment(forge(), marker, `${marker}\ntwo`)).toBe("edited");
    expect(await keepIssue(forge(), marker, "Drift", undefined)).toBe("closed");
    const comments = fake.notes[list.comments] ?? [];
    expect(comments.map(({ body }) => body)).toEqual([text, `${marker}\ntwo`]);
    expect(fake.notes[list.issues]).toEqual([
      { ...theirs, [list.text]: text },
      expect.objectContaining({ ...list.closed, [list.text]: `${marker}\none` }),
    ]);
  });

  test("whose the token is is asked only where it matters", async () => {
    await postComment(forge(), marker, `${marker}\none`);
    const asked = () => fake.received.filter(({ request }) => /graphql|user/.test(request));
    expect(asked()).toEqual([]);
    await postComment(forge(), marker, `${marker}\none`);
    expect(asked()).toHaveLength(1);
  });

  test("what could not be checked closes nothing, and keeps what was found before", async () => {
    const unknown = (why: string) => driftUnknown("dev", [why]).markdown;
    const found = `${driftMarker("dev")}\n\n### \`dev\` differs from its declaration\n`;
    const keep = (text: string | undefined) =>
      keepIssue(forge(), driftMarker("dev"), "Drift", text);
    const body = () => String(fake.notes[list.issues]?.[0]?.[list.text]);
    expect(await keep(found)).toBe("created");
    expect(await keep(unknown("no engine"))).toBe("edited");
    expect(body()).toContain("no engine");
    expect(body()).toContain("What was found before:\n\n### `dev` differs from its declaration");
    expect(await keep(unknown("no engine"))).toBe("unchanged");
    expect(await keep(unknown("no broker"))).toBe("edited");
    expect(body()).not.toContain("no engine");
    expect(body().match(/What was found before/g)).toHaveLength(1);
    expect(body().match(/differs from its declaration/g)).toHaveLength(1);
    expect(await keep(undefined)).toBe("closed");
  });

  test("what could not be checked opens an issue", async () => {
    const text = driftUnknown("dev", ["no engine"]).markdown;
    expect(await keepIssue(forge(), driftMarker("dev"), "Drift", text)).toBe("created");
    expect(await keepIssue(forge(), driftMarker("dev"), "Drift", text)).toBe("unchanged");
  });

  test("the token goes in the header alone", async () => {
    await postComment(forge(), marker, `${marker}\none`);
    for (const { headers, ...rest } of fake.received) {
      expect(headers.authorization ?? headers["private-token"]).toMatch(/^(Bearer )?token$/);
      expect(JSON.stringify(rest)).not.toContain("token");
    }
  });

  test("a refusal says what was asked, what came and where to look", async () => {
    fake.refuse = 403;
    await expect(postComment(forge(), marker, marker)).rejects.toThrow(
      /GET \/.* was answered with 403: .*\nThe job's token is not allowed to do this: docs\/review.md/,
    );
  });
});

test("a GitHub that does not say whose the token is is quoted", async () => {
  fake.notes["/repos/team/platform/issues/7/comments"] = [
    { id: 1, body: marker, ...fake.by("somebody") },
  ];
  const environment = { ...environments.github(), GITHUB_GRAPHQL_URL: `${url}/other` };
  await expect(postComment(chooseForge(environment), marker, marker)).rejects.toThrow(
    /^GitHub does not report whose token GITHUB_TOKEN is: \{"id":1/,
  );
});

test("a pull request in GitHub's list of issues is none", async () => {
  fake.notes["/repos/team/platform/issues"] = [
    { id: 1, number: 1, body: marker, pull_request: {} },
  ];
  const forge = chooseForge(environments.github());
  expect(await keepIssue(forge, marker, "Drift", `${marker}\none`)).toBe("created");
});

test.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ["outside a job", {}, /^This is neither a GitHub Actions job/],
  ["without GitHub's token", { GITHUB_REPOSITORY: "a/b" }, /^GITHUB_TOKEN is not set/],
  [
    "without GitLab's token",
    { CI_PROJECT_ID: "1", CI_API_V4_URL: "http://x" },
    /^GITLAB_TOKEN is not set: it is a project access token/,
  ],
])("%s it says what is missing", (_where, environment, message) => {
  expect(() => chooseForge(environment)).toThrow(message);
});

test("a forge that does not answer is named by the request", async () => {
  fake.stop();
  const forge = chooseForge({ ...environments.github(), GITHUB_API_URL: "http://127.0.0.1:1" });
  await expect(postComment(forge, marker, marker)).rejects.toThrow(
    /^GET \/repos.* got no answer: /,
  );
});
