import { listedTopics } from "../../../kafka/smoke/listed-topics";

/** A cluster whose broker tells of its topics only when it is asked for the third time. */
function starting(topics: string[]) {
  let asked = 0;
  return { listTopics: () => Promise.resolve(++asked < 3 ? [] : topics) };
}

test("a broker that knows of no topic yet is asked again", async () => {
  const found = await listedTopics(starting(["a.b.c", "other"]), ["a.b.c"]);
  expect([...found]).toEqual(["a.b.c", "other"]);
});

test("topics that are not there are named once the time is up", async () => {
  await expect(listedTopics(starting(["a.b.c"]), ["a.b.c", "x", "y"], 1)).rejects.toThrow(
    "missing on the cluster: x, y",
  );
});
