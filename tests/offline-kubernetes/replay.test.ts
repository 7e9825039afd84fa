import { readRecording, recordings } from "./recording";
import { replay } from "./replay";

// The recordings need a cluster, kubectl and the Pulumi CLI.
const kubeconfig = process.env.REPLAY_KUBECONFIG;
const kubectl = process.env.REPLAY_KUBECTL ?? "kubectl";
const only = process.env.REPLAY_CASES?.split(",");
const prefix = process.env.REPLAY_PREFIX ?? "replay-";

// The official plugin named the Deployment's condition in one of two like errors; ours does always.
// A kubeconfig that is no YAML is refused in the words of another YAML parser.
const acceptedDifferences: Readonly<Record<string, RegExp>> = {
  "platform-objects": /dep-badimage.*\[MinimumReplicasUnavailable\]/s,
  "wrong-context":
    /k8s: no message .*failed to parse kubeconfig: yaml.*among .*failed to parse kubeconfig: /s,
};

const describeOnCluster = kubeconfig ? describe : describe.skip;

describeOnCluster("the kubernetes stand-in does what the official plugin did", () => {
  test.each(recordings.filter((name) => only?.includes(name) ?? true))(
    "%s",
    async (name) => {
      const target = { kubeconfig: kubeconfig ?? "", kubectl, prefix };
      const differences = await replay(readRecording(name, prefix), target);
      const accepted = acceptedDifferences[name];
      expect(differences.filter((difference) => !accepted?.test(difference))).toEqual([]);
    },
    900_000,
  );
});
