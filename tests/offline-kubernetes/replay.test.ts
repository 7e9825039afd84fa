import pLimit from "p-limit";
import { attempt, run } from "../e2e/support/command";
import { readRecording, recordedSeconds, recordings } from "../offline/kubernetes/recording";
import { noteRetry } from "../support/retries";

const prefix = "replay-";

// The official plugin named the Deployment's condition in one of two like errors; ours does always.
// A kubeconfig that is no YAML is refused in the words of another YAML parser.
const acceptedDifferences: Readonly<Record<string, RegExp>> = {
  "platform-objects": /dep-badimage.*\[MinimumReplicasUnavailable\]/s,
  "wrong-context":
    /k8s: no message .*failed to parse kubeconfig: yaml.*among .*failed to parse kubeconfig: /s,
};

// scripts/with-cluster says where the cluster is.
const { TEST_KUBECONFIG: kubeconfig = "", TEST_KUBECTL: kubectl = "" } = process.env;

// What the recorded pods run: the images that `make tools` builds on a machine that cannot pull any.
const images = ["kafka-lab/zookeeper:7.5.0", "kafka-lab/kafka:7.5.0"];

// Recordings replayed at the same time: they spend most of their time waiting for deadlines. With four, pods start so
// late on two cores that more moments are missed.
const atOnce = 3;

// What was recorded are moments, such as a crash loop 20 s after the start: on a busy machine one may be
// missed. What differed is replayed again beside the others, and at last with nothing else running.
describe("the kubernetes stand-in does what the official plugin did", () => {
  const limit = pLimit(atOnce);
  // What differed in each try.
  const twoTries = new Map<string, Promise<string[][]>>();

  beforeAll(async () => {
    await run("offline/kubernetes/load", images);
    // The longest first, so that none of them is left to run alone at the end.
    const seconds = (name: string) => recordedSeconds(readRecording(name, prefix));
    const longestFirst = [...recordings].sort((a, b) => seconds(b) - seconds(a));
    for (const name of longestFirst) twoTries.set(name, limit(tryTwice, name));
  });

  async function tryTwice(name: string): Promise<string[][]> {
    const first = await replayCase(name);
    return first.length === 0 ? [first] : [first, await replayCase(name)];
  }

  test.each(recordings)(
    "%s",
    async (name) => {
      const tries = (await twoTries.get(name)) ?? [];
      let differences = tries.at(-1) ?? [];
      const failed = tries.filter(({ length }) => length > 0);
      for (const each of failed) noteRetry(`replay of ${name}`, each.join("\n"));
      if (differences.length > 0) {
        await Promise.all(twoTries.values());
        differences = await replayCase(name);
      }
      expect(differences).toEqual([]);
    },
    1_800_000,
  );
});

/** Replays a recording once; resolves to what was not as recorded, apart from what is accepted. */
async function replayCase(name: string): Promise<string[]> {
  const script = "tests/offline-kubernetes/replay-case.ts";
  const { status, stdout, output } = await attempt("node", [
    ...["--require", "./common/typescript.js", script],
    ...[name, prefix, kubeconfig, kubectl],
  ]);
  if (status !== 0) return [`the replay ended with ${status}: ${output}`];
  const differences = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as string[];
  const accepted = acceptedDifferences[name];
  return differences.filter((difference) => !accepted?.test(difference));
}
