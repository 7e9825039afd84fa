import { readFileSync } from "node:fs";
import path from "node:path";
import {
  otherVersionHint,
  pipelineStandIns,
  standInFor,
  standIns,
} from "../../../scripts/setup/stand-ins";
import { projectConfig } from "../support/project-config";

test.each(["zookeeperImage", "brokerImage", "kafkaUiImage"])(
  "the default of %s has a stand-in: change scripts/setup/stand-ins.ts and offline/ together with Pulumi.yaml",
  (key) => {
    const image = projectConfig()[key] ?? "";
    expect(standInFor(image)?.image).toMatch(/^kafka-lab\//);
    expect(standInFor(`docker.io/${image}`)).toBe(standInFor(image));
    expect(otherVersionHint(image)).toBe("");
  },
);

test("those of Kafka are built as the version that they stand in for", () => {
  const own = standIns.filter(({ repository }) => repository.startsWith("confluentinc/"));
  expect(own).toHaveLength(2);
  for (const { image, sources, version } of own) {
    expect(image.split(":")[1]).toBe(version);
    expect(readFileSync(path.join(sources, "build"), "utf8")).toContain(`\ntag=${version}\n`);
  }
});

test.each(pipelineStandIns)(
  "$image stands in for $repository:$version, and its build makes it",
  (standIn) => {
    const { image, repository, sources, version } = standIn;
    expect(standInFor(`${repository}:${version}`)).toBe(standIn);
    const build = readFileSync(path.join(sources, "build"), "utf8");
    const ofBuild = /^version=(.*)$/m.exec(build)?.[1] ?? "";
    expect(build.replaceAll("$version", ofBuild)).toMatch(
      new RegExp(`^make_image "?${image}"? "\\$here/Dockerfile"$`, "m"),
    );
    // No registry serves a newer NiFi.
    if (image !== "kafka-lab/nifi:1.18.0") expect(version).toContain(image.split(":")[1]);
  },
);

test.each([
  "confluentinc/cp-kafka:7.6.0",
  "docker.io/confluentinc/cp-kafka",
  `confluentinc/cp-kafka@sha256:${"0".repeat(64)}`,
])("%s has none, and is told which version has", (image) => {
  expect(standInFor(image)).toBeUndefined();
  expect(otherVersionHint(image)).toBe(
    "There is a stand-in only for confluentinc/cp-kafka:7.5.0, built from package registries: " +
      "set the key to that version to use it.",
  );
});

test.each(["confluentinc/cp-kafka-connect:7.5.0", "registry.example/confluentinc/cp-kafka:7.5.0"])(
  "%s is another image, of which there is none",
  (image) => {
    expect(standInFor(image)).toBeUndefined();
    expect(otherVersionHint(image)).toBe("");
  },
);
