import { execFile } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

// Every make command in the form in which the documentation shows it, by make and the shell: what it comes to run.
const root = path.join(__dirname, "../../..");

/** Says by which words it was called; what stands behind `--` runs. */
const recorder = `#!/bin/bash
words=()
while [[ $# -gt 0 && ($1 != -- || \${0##*/} != with-stack) ]]; do words+=("<$1>"); shift; done
echo "\${0##*/} \${words[*]}"
[[ $# == 0 ]] || { shift; exec "$@"; }
`;

/** A folder with the Makefile, in which what it would run says how it was called. */
const folder = mkdtempSync(path.join(tmpdir(), "make-test-"));

beforeAll(() => {
  for (const name of ["Makefile", "scripts/with-words"]) {
    cpSync(path.join(root, name), path.join(folder, name));
  }
  for (const name of [
    ...["scripts/with-stack", "scripts/with-cluster", "scripts/node-modules", "scripts/engine"],
    "scripts/pipelines/pulumi",
    ...["bench/drill/run", "node_modules/.bin/jest", "node_modules/.bin/prettier"],
    ...["bin/node", "bin/pulumi", "bin/git"],
  ]) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), recorder);
    chmodSync(path.join(folder, name), 0o755);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command line runs: programs with their words, without what prepares them. */
function runs(command: string, environment: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const env = {
    PATH: `${path.join(folder, "bin")}:/usr/local/bin:/usr/bin:/bin`,
    ...environment,
  };
  return new Promise((resolve) => {
    execFile("sh", ["-c", command], { cwd: folder, env }, (_error, stdout, stderr) => {
      const lines = `${stdout}${stderr}`.trimEnd().split("\n");
      resolve(
        lines
          .map((line) => line.replace("node <--require> <./common/typescript.js> ", "").trim())
          .filter((line) => !line.startsWith("node-modules")),
      );
    });
  });
}

/** The make commands of the documentation and of the pipelines. */
function documented(): string[] {
  const files = [
    ...["README.md", "CONTRIBUTING.md", "offline/README.md", ".gitlab-ci.yml"],
    ...["docs", ".github/workflows"].flatMap((where) =>
      readdirSync(path.join(root, where)).map((name) => `${where}/${name}`),
    ),
  ].filter((name) => /\.(md|ya?ml)$/.test(name));
  const found = files.flatMap((name) => {
    const text = readFileSync(path.join(root, name), "utf8");
    const code = name.endsWith(".md")
      ? [...text.matchAll(/^```[\s\S]*?^```|`[^`]+`/gm)].map(([each]) => each).join("\n")
      : text;
    const commands = code
      .replaceAll(/(^|[ \t])#(?! or: ).*/gm, "")
      .replaceAll(/\s*\n\s*(?=[A-Z]+=)/g, " ");
    const form = /(?<![\w-])make (?:-s )?[a-z][a-z-]*(?: [A-Z_]+=(?:'[^']*'|"[^"]*"|[^\s`"')]+))*/g;
    return [...commands.matchAll(form)].map(([each]) => each);
  });
  return [...new Set(found)].sort();
}

// It may do without a state that lasts.
const previewing = "with-stack <dev> <--state-may-go>";
const usual = "with-stack <dev>";
const found = "with-stack <dev> <--keep-images>";
const tools = "with-stack <dev> <--tools-only>";
const pipelines = "with-stack <dev> <--project=pipelines>";
const up = ["<scripts/stack/update.ts> <up>", "<scripts/stack/status.ts>"];
const comment = ".local/review/dev.md";

/** What is documented: other forms are not, and a form that is added needs its line here. */
const intended: Readonly<Record<string, readonly string[]>> = {
  "make -s env STACK=name": ["<scripts/setup/main.ts> <name>"],
  "make -s env STACK=qa": ["<scripts/setup/main.ts> <qa>"],
  "make bench": [tools, "<bench/main.ts>"],
  "make bench ARGS='--only scale'": [tools, "<bench/main.ts> <--only> <scale>"],
  "make bench-topics": [tools, "<tests/bench/topics.ts>"],
  "make check": ["<scripts/checks/main.ts>"],
  "make cloud-credentials": ["<scripts/review/forge/cloud-credentials.ts>"],
  "make config-reference": ["<scripts/generate/config-reference.ts>"],
  "make connect": [found, "<scripts/stack/connect.ts>"],
  "make connect STACK=staging": [
    "with-stack <staging> <--keep-images>",
    "<scripts/stack/connect.ts>",
  ],
  "make destroy": [found, "<scripts/stack/destroy.ts>", "engine <stop> <--if-idle>"],
  "make destroy STACK=production": [
    ...["with-stack <production> <--keep-images>", "<scripts/stack/destroy.ts>"],
    "engine <stop> <--if-idle>",
  ],
  "make destroy STACK=production ARGS=--exclude-protected": [
    "with-stack <production> <--keep-images>",
    ...["<scripts/stack/destroy.ts> <--exclude-protected>", "engine <stop> <--if-idle>"],
  ],
  "make destroy STACK=qa": [
    "with-stack <qa> <--keep-images>",
    ...["<scripts/stack/destroy.ts>", "engine <stop> <--if-idle>"],
  ],
  "make drift": [found, `<scripts/review/comment/drift.ts> <dev> <${comment}>`],
  "make drill": [tools, "run"],
  "make drill ARGS='--seed 3 --faults 11'": [tools, "run <--seed> <3> <--faults> <11>"],
  "make env": ["<scripts/setup/main.ts> <dev>"],
  "make environments": ["<scripts/environments/main.ts> <origin/main>"],
  "make export-state-fixture": [tools, "<tests/upgrade/export.ts> <>"],
  "make format": ["prettier <--log-level> <warn> <--write> <.>"],
  "make kafka-settings": ["<scripts/generate/kafka-settings.ts>"],
  "make new-env": ["<scripts/environments/new.ts> <--> <>"],
  "make new-env NAME=production FROM=staging PRODUCTION=true": [
    "<scripts/environments/new.ts> <--from=staging> <--production> <--> <production>",
  ],
  "make new-env NAME=qa": ["<scripts/environments/new.ts> <--> <qa>"],
  "make post-comment": [`<scripts/review/forge/main.ts> <comment> <${comment}>`],
  "make -s pipelines-env": ["<scripts/setup/main.ts> <dev> <--project=pipelines>"],
  "make pipelines-destroy": [`${pipelines} <--keep-images>`, "pulumi <update> <destroy>"],
  "make pipelines-recover": [
    ...[pipelines, "<scripts/pipelines/recover.ts>", "<scripts/pipelines/status.ts>"],
  ],
  "make pipelines-remove-data": [
    `${pipelines} <--keep-images>`,
    ...["<scripts/pipelines/remove-data.ts>", "engine <stop> <--if-idle>"],
  ],
  "make pipelines-status": [`${pipelines} <--keep-images>`, "<scripts/pipelines/status.ts>"],
  "make pipelines-tables": [`${pipelines} <--keep-images>`, "<scripts/pipelines/tables.ts>"],
  "make pipelines-tables SQL='SELECT chave, event_time, partition, \"offset\" FROM bronze'": [
    ...[`${pipelines} <--keep-images>`, "<scripts/pipelines/tables.ts>"],
  ],
  "make pipelines-tables SQL='SELECT min(event_time), max(event_time) FROM bronze'": [
    ...[`${pipelines} <--keep-images>`, "<scripts/pipelines/tables.ts>"],
  ],
  "make pipelines-up": [pipelines, "pulumi <update> <up>", "<scripts/pipelines/status.ts>"],
  "make pipelines-up ARGS=--refresh": [
    // scripts/pipelines/pulumi reads ARGS itself.
    ...[pipelines, "pulumi <update> <up>", "<scripts/pipelines/status.ts>"],
  ],
  "make preview": [previewing, "pulumi <preview>"],
  "make preview STACK=name": ["with-stack <name> <--state-may-go>", "pulumi <preview>"],
  "make preview STACK=production": ["with-stack <production> <--state-may-go>", "pulumi <preview>"],
  "make preview-comment": [
    `${tools} <--without-images>`,
    `<scripts/review/comment/review.ts> <dev> <origin/main> <${comment}>`,
  ],
  "make preview-comment STACK=dev": [
    `${tools} <--without-images>`,
    `<scripts/review/comment/review.ts> <dev> <origin/main> <${comment}>`,
  ],
  "make preview-comment STACK=dev BASE=HEAD~1": [
    `${tools} <--without-images>`,
    `<scripts/review/comment/review.ts> <dev> <HEAD~1> <${comment}>`,
  ],
  "make record-previews": [
    ...["with-stack <staging> <--tools-only>", tools, "<tests/preview-comment/record.ts>"],
    "jest <--selectProjects> <unit> <--testPathPattern> <unit/scripts/review/comment>",
    "git <--no-pager> <diff> <--stat> <--> <tests/preview-comment>",
  ],
  "make drop": [
    "with-stack <dev> <--without-images> <--without-engine>",
    "<scripts/stack/drop.ts>",
  ],
  "make drop STACK=...": [
    ...["with-stack <...> <--without-images> <--without-engine>", "<scripts/stack/drop.ts>"],
  ],
  "make recover": [usual, "<scripts/stack/recover/main.ts>"],
  "make recover STACK=staging": ["with-stack <staging>", "<scripts/stack/recover/main.ts>"],
  "make refresh": [found, "<scripts/stack/update.ts> <refresh>"],
  "make remove-data": [found, "<scripts/stack/remove-data/main.ts>", "engine <stop> <--if-idle>"],
  "make remove-data STACK=qa": [
    "with-stack <qa> <--keep-images>",
    ...["<scripts/stack/remove-data/main.ts>", "engine <stop> <--if-idle>"],
  ],
  "make remove-data STACK=NAME": [
    ...["with-stack <NAME> <--keep-images>", "<scripts/stack/remove-data/main.ts>"],
    "engine <stop> <--if-idle>",
  ],
  "make release VERSION=1.2.3": ["<scripts/release/main.ts> <--version=1.2.3>"],
  "make report-drift": [`<scripts/review/forge/main.ts> <drift> <${comment}> <dev>`],
  "make review": ["<scripts/review/comment/each.ts> <origin/main>"],
  "make smoke": [found, "<scripts/stack/smoke.ts>"],
  "make soak": [tools, "<bench/soak/main.ts>"],
  "make soak ARGS='--minutes 10 --rate 500'": [
    ...[tools, "<bench/soak/main.ts> <--minutes> <10> <--rate> <500>"],
  ],
  "make status": [found, "<scripts/stack/status.ts>"],
  "make test": ["<scripts/checks/test.ts>"],
  "make test SUITE=e2e-kubernetes": ["<scripts/checks/test.ts> <e2e-kubernetes>"],
  "make test SUITE=e2e/topics": ["<scripts/checks/test.ts> <e2e/topics>"],
  "make test-main": ["<scripts/checks/main.ts>", "<scripts/checks/test.ts> <e2e/docker-lifecycle>"],
  "make test-commands": ["jest <--selectProjects> <commands>"],
  "make test-kubernetes": [
    ...["with-stack <staging> <--tools-only>", `${pipelines} <--tools-only>`, tools],
    "with-cluster <node_modules/.bin/jest> <--selectProjects> <e2e-kubernetes> <offline-kubernetes>",
  ],
  "make test-recovery": [tools, "jest <--selectProjects> <recovery> <--runInBand>"],
  "make tools": [tools],
  "make topics-import": [found, "<scripts/stack/topics-import.ts> <--> <dev>"],
  "make topics-import FROM=localhost:9092": [
    "<scripts/stack/topics-import.ts> <--from=localhost:9092> <--> <dev>",
  ],
  "make up": [usual, ...up],
  "make up IMAGES=build": [usual, ...up],
  "make up STACK=name": ["with-stack <name>", ...up],
  "make up STACK=production": ["with-stack <production>", ...up],
  "make up STACK=qa": ["with-stack <qa>", ...up],
  "make up STACK=staging": ["with-stack <staging>", ...up],
};

test("every documented command is known here", () => {
  // Their lines are what they print.
  const others = documented().filter((command) => !/^make help(-all)?$/.test(command));
  expect(others).toEqual(Object.keys(intended).sort());
});

test.each(Object.entries(intended))("%s", async (command, expected) => {
  expect(await runs(command)).toEqual(expected);
  const scripts = expected.flatMap((line) => /<([\w/-]+\.ts)>/.exec(line)?.[1] ?? []);
  for (const script of scripts) expect(existsSync(path.join(root, script))).toBe(true);
});

// A URN, what a shell would run, what make would, and words that belong together.
const urn = "urn:pulumi:dev::kafka-platform::a:b:C$d:e:F::name";
const hostile = "x y; touch pwned $(touch pwned) `touch pwned` $$HOME #z";

test.each<[string, NodeJS.ProcessEnv, readonly string[]]>([
  [`make preview ARGS='--target ${urn}'`, {}, [previewing, `pulumi <preview> <--target> <${urn}>`]],
  [
    "make preview",
    { ARGS: `--target ${urn}` },
    [previewing, `pulumi <preview> <--target> <${urn}>`],
  ],
  [
    `make destroy ARGS='--target ${urn}'`,
    {},
    [found, `<scripts/stack/destroy.ts> <--target> <${urn}>`, "engine <stop> <--if-idle>"],
  ],
  [
    `make preview ARGS='--message "two words" --json'`,
    {},
    [previewing, "pulumi <preview> <--message> <two words> <--json>"],
  ],
  ["make preview", { ARGS: "a;b $(c) *" }, [previewing, "pulumi <preview> <a;b> <$(c)> <*>"]],
  ["make new-env", { NAME: hostile }, [`<scripts/environments/new.ts> <--> <${hostile}>`]],
  [`make new-env NAME='${hostile}'`, {}, [`<scripts/environments/new.ts> <--> <${hostile}>`]],
  [
    `make topics-import FILE='${hostile}' FROM='${hostile}'`,
    {},
    [`<scripts/stack/topics-import.ts> <--from=${hostile}> <--file=${hostile}> <--> <dev>`],
  ],
  [
    `make status STACK='${hostile}'`,
    {},
    [`with-stack <${hostile}> <--keep-images>`, "<scripts/stack/status.ts>"],
  ],
  [
    `make record-previews CASES='topics "a b" $c'`,
    {},
    [
      ...["with-stack <staging> <--tools-only>", tools],
      "<tests/preview-comment/record.ts> <topics> <a b> <$c>",
      ...(intended["make record-previews"] ?? []).slice(-2),
    ],
  ],
  [
    `make post-comment OUTPUT='${hostile}'`,
    {},
    [`<scripts/review/forge/main.ts> <comment> <${hostile}>`],
  ],
  [`make environments BASE='${hostile}'`, {}, [`<scripts/environments/main.ts> <${hostile}>`]],
  [
    "make export-state-fixture TARGET=kubernetes",
    {},
    [tools, "<tests/upgrade/export.ts> <kubernetes>"],
  ],
])("%s %j is passed on to the letter", async (command, environment, expected) => {
  expect(await runs(command, environment)).toEqual(expected);
  expect(existsSync(path.join(folder, "pwned"))).toBe(false);
});

test("words that cannot be told apart are refused", async () => {
  const [, said] = await runs(`make preview ARGS="--message 'open"`);
  expect(said).toBe("ARGS=--message 'open: a quote in it is not closed");
});
