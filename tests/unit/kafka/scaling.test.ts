import { readFileSync } from "node:fs";
import path from "node:path";
import { holdPartitions } from "../../../kafka/scaling";

test("brokers that hold partitions stay, and the message leads to the commands that move them", () => {
  const topics = ["a", "b", "c", "d", "e", "f", "g"];
  expect(holdPartitions(1, topics)).toBe(
    "cannot change to 1: brokers above 1 hold partitions of a, b, c, d, e and 2 more. Move them with " +
      'kafka-reassign-partitions: docs/topics.md has the commands, under "Fewer brokers". Then try again; nothing was changed',
  );
  const docs = readFileSync(path.join(__dirname, "../../../docs/topics.md"), "utf8");
  expect(docs).toMatch(/^### Fewer brokers$/m);
});
