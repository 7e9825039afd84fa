import { readFileSync } from "node:fs";
import path from "node:path";
import { announcedSince, unannounced } from "../upgrade/changelog";
import { readFixtures, stackName } from "../upgrade/fixture";
import { root } from "./support/command";
import { TestStack } from "./support/stack";

// Today's program against the states that earlier releases left.
const fixtures = readFixtures();
const changelog = readFileSync(path.join(root, "CHANGELOG.md"), "utf8");

test("there is a fixture of a release", () => {
  expect(fixtures.length).toBeGreaterThan(0);
});

describe.each(fixtures)("release $release on $target", ({ release, target, config, state }) => {
  let stack: TestStack;

  beforeAll(async () => {
    const ownImages = { zookeeperImage: undefined, brokerImage: undefined };
    stack = await TestStack.create(stackName, { ...ownImages, ...config });
    await stack.importState(state);
  });
  // Nothing of it is deployed: there is no more to remove than its folder.
  afterAll(async () => {
    await stack.importState({ version: 3, deployment: {} });
    await stack.remove();
  });

  test("is upgraded without a replacement or deletion that the changelog does not announce", async () => {
    const steps = await stack.plan();
    expect(unannounced(steps, announcedSince(changelog, release))).toEqual([]);
  });

  if (target === "kubernetes") {
    test("may get larger volumes, or another class, without losing a StatefulSet", async () => {
      stack.configure({ brokerStorageGiB: 20, storageClass: "fast" });
      const steps = await stack.plan();
      expect(unannounced(steps, announcedSince(changelog, release))).toEqual([]);
      stack.configure({ brokerStorageGiB: undefined, storageClass: undefined });
    });
  }

  test("would be seen to lose something, if it did", async () => {
    stack.configure({ smokeTest: false });
    expect(unannounced(await stack.plan(), []).join()).toContain(
      "delete kafka-platform:kafka:SmokeRun",
    );
    stack.configure({ smokeTest: undefined, ...config });
  });
});
