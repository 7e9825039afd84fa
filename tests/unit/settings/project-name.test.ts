import { ownValues, requireProjectName } from "../../../settings/files/project-name";

const stack = { "kafka-platform:brokers": "3", "docker:host": "x" };

test("the project's own values are taken, without those of other packages", () => {
  expect(ownValues("kafka-platform", stack)).toEqual({ brokers: "3" });
  expect(ownValues("kafka-platform", {})).toEqual({});
});

test("keys whose namespace is misspelled are refused, all at once", () => {
  const misspelled = { "kafka-plattform:brokers": "3", "Kafka-platform:kafkaUi": "false" };
  expect(() => ownValues("kafka-platform", { ...stack, ...misspelled })).toThrow(
    "Nothing reads kafka-plattform:brokers, Kafka-platform:kafkaUi; keys in a stack's file begin with kafka-platform:",
  );
  const others = { "kafka:a": "1", "kubernetes:context": "x", "pulumi:tags": "{}" };
  expect(ownValues("kafka-platform", others)).toEqual({});
  expect(ownValues("kafka-platforms", { "kafka-platforms:brokers": "3" })).toEqual({
    brokers: "3",
  });
});

test("keys of the pipelines are judged by their own namespace", () => {
  const own = { "kafka-pipelines:batchMinutes": "1", "docker:host": "x" };
  const read = (config: Record<string, string>, project = "kafka-pipelines") =>
    ownValues(project, config, "kafka-pipelines");
  expect(read(own)).toEqual({ batchMinutes: "1" });
  expect(() => read({ ...own, "kafka-pipeline:x": "1", "Kafka-Pipelines:y": "2" })).toThrow(
    "Nothing reads kafka-pipeline:x, Kafka-Pipelines:y; keys in a stack's file begin with kafka-pipelines:",
  );
  expect(() => read({ "kafka-platform:brokers": "3" })).toThrow(
    "Nothing reads kafka-platform:brokers; keys in a stack's file begin with kafka-pipelines:",
  );
  expect(() => read(own, "my-pipelines")).toThrow(
    "Pulumi.yaml names the project my-pipelines, but the keys in its stacks' files begin with kafka-pipelines: and " +
      "would not be read. Write `name: kafka-pipelines` there; a stack made under the other name has to be made again.",
  );
});

test("a project with another name is refused if values would be ignored, and not otherwise", () => {
  const own = { "my-kafka:brokers": "3" };
  expect(ownValues("my-kafka", own)).toEqual({ brokers: "3" });
  expect(() => ownValues("my-kafka", { ...own, ...stack })).toThrow(
    "Pulumi.yaml names the project my-kafka, but the keys in its stacks' files begin with kafka-platform: and would " +
      "not be read. Write `name: kafka-platform` there; a stack made under the other name has to be made again.",
  );
  expect(() => requireProjectName("kafka-platforms")).toThrow("the project kafka-platforms");
  expect(() => requireProjectName("kafka-platform")).not.toThrow();
});
