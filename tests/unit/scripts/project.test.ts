import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { UserError } from "../../../common/user-error";
import { pipelines, platform, projectNamed } from "../../../scripts/setup/project";
import { StackConfig } from "../../../scripts/setup/stack-config";
import { pipelinesConfig, projectConfig } from "../support/project-config";

test("the projects are known by the folders that people know", () => {
  expect(projectNamed("platform")).toBe(platform);
  expect(projectNamed("pipelines")).toBe(pipelines);
});

test.each(["kafka-pipelines", "constructor", "toString"])("%s is no project", (name) => {
  expect(() => projectNamed(name)).toThrow(
    new UserError(`--project is ${name}; must be platform or pipelines`),
  );
});

test.each([
  ["platform", platform, projectConfig()],
  ["pipelines", pipelines, pipelinesConfig()],
] as const)(
  "every image of the %s is looked for, unless what runs in it is off",
  (...[, project, defaults]) => {
    const images = Object.keys(defaults).filter((key) => key.endsWith("Image"));
    expect([...new Set(project.images.map(({ key }) => key))].sort()).toEqual(images.sort());
    const switches = project.images.flatMap(({ switchedBy }) => switchedBy ?? []);
    expect(switches.filter((key) => defaults[key] === undefined)).toEqual([]);
  },
);

describe("the copy of a stack of the pipelines", () => {
  const backend = { description: "a folder", isLocal: true };
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "kafka-pipelines-config-"));
    for (const name of ["Pulumi.yaml", "Pulumi.dev.yaml"]) {
      cpSync(path.join(pipelines.folder, name), path.join(folder, name));
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const open = (stack: string) =>
    new StackConfig(stack, backend, { ...pipelines, folder, copies: path.join(folder, "copies") });

  test("has the values of its own project, and images in place of those of the stack", () => {
    const config = open("dev");
    expect(config.isCurrent).toBe(false);
    expect([config.get("batchMinutes"), config.defaultOf("batchMinutes")].map(String)).toEqual([
      ...["5", "60"],
    ]);
    config.write({ sparkImage: "kafka-lab/spark:3.5.7" });
    expect(open("dev").isCurrent).toBe(true);
    const copy = readFileSync(path.join(folder, "copies/Pulumi.dev.yaml"), "utf8");
    expect((parse(copy) as { config: object }).config).toEqual({
      "kafka-pipelines:batchMinutes": 5,
      "kafka-pipelines:sparkImage": "kafka-lab/spark:3.5.7",
    });
  });

  test("carries over what Pulumi was told, and no replaced image", () => {
    open("dev").write({ sparkImage: "kafka-lab/spark:3.5.7" });
    const copy = path.join(folder, "copies/Pulumi.dev.yaml");
    writeFileSync(copy, readFileSync(copy, "utf8").replace("batchMinutes: 5", "batchMinutes: 7"));
    expect(open("dev").carryOver()).toEqual({
      done: ["kafka-pipelines:batchMinutes is set in Pulumi.dev.yaml"],
      refused: [],
    });
    const source = readFileSync(path.join(folder, "Pulumi.dev.yaml"), "utf8");
    expect((parse(source) as { config: object }).config).toEqual({
      "kafka-pipelines:batchMinutes": 7,
    });
  });

  test("of an unknown stack is refused with the stacks that there are", () => {
    expect(() => new StackConfig("qa", backend, pipelines)).toThrow(
      new UserError(
        'There is no stack "qa": pipelines/Pulumi.qa.yaml is missing. The stacks are: dev.',
      ),
    );
  });
});
