import { readFileSync } from "node:fs";
import path from "node:path";
import { version } from "../../../package.json";
import { announcedSince, unannounced } from "../../upgrade/changelog";

const changelog = `# Changelog

## [Unreleased]

### Changed

- Replaces \`x\` \`not an announcement\`: it is not under Upgrade.

### Upgrade

- Replaces \`docker:index/container:Container\` \`platform-kafka\`: another health check.

## [0.3.0] - 2026-03-01

### Upgrade

- Deletes \`docker:index/network:Network\` \`docker\`: there is no need of it.

## [0.2.0] - 2026-02-01

### Upgrade

- Deletes \`a:b:C\` \`old\`: before.
`;
const container = {
  operation: "replace" as const,
  type: "docker:index/container:Container",
  name: "platform-kafka",
};
const network = {
  operation: "delete" as const,
  type: "docker:index/network:Network",
  name: "docker",
};

test("everything that was announced after a release counts, and nothing of before", () => {
  expect(announcedSince(changelog, "0.2.0")).toEqual([container, network]);
  expect(announcedSince(changelog, "0.3.0")).toEqual([container]);
  expect(() => announcedSince(changelog, "0.1.0")).toThrow("CHANGELOG.md has no release 0.1.0");
});

test("what is taken away without a word is found, to the resource and the operation", () => {
  const steps = [
    container,
    { ...container, name: "platform-zookeeper" },
    { ...network, operation: "update" },
    network,
  ];
  expect(unannounced(steps, [container])).toEqual([
    "replace docker:index/container:Container platform-zookeeper",
    "delete docker:index/network:Network docker",
  ]);
  expect(unannounced([network], [{ ...network, operation: "replace" }])).toHaveLength(1);
});

test("the project's changelog has the release that package.json names, below what is to come", () => {
  const text = readFileSync(path.join(__dirname, "../../../CHANGELOG.md"), "utf8");
  expect(text).toMatch(/^## \[Unreleased\]$/m);
  expect(() => announcedSince(text, version)).not.toThrow();
});
