import { run } from "../e2e/support/command";
import { readRecording, recordings } from "../offline/kubernetes/recording";
import { replay } from "../offline/kubernetes/replay";

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

// What was recorded are moments, such as a crash loop 20 s after the start: on a busy machine one is
// missed at times.
jest.retryTimes(2);

beforeAll(() => run("offline/kubernetes/load", images), 120_000);

describe("the kubernetes stand-in does what the official plugin did", () => {
  test.each(recordings)(
    "%s",
    async (name) => {
      const target = { kubeconfig, kubectl, prefix };
      const differences = await replay(readRecording(name, prefix), target);
      const accepted = acceptedDifferences[name];
      expect(differences.filter((difference) => !accepted?.test(difference))).toEqual([]);
    },
    900_000,
  );
});
