import { readRecording } from "../offline/kubernetes/recording";
import { replay } from "../offline/kubernetes/replay";

// Replays a recording and prints, as JSON, what was not as recorded: replay-case.ts CASE PREFIX
// KUBECONFIG KUBECTL. It is a process of its own because the program runs in it: where the engine ends
// first, as it does when a provider's configuration fails, what the program still asks of it is refused.
const [name = "", prefix = "", kubeconfig = "", kubectl = ""] = process.argv.slice(2);
const unavailable = 14; // gRPC's status code

// The file of the stack whose tools these are would be taken for this one's, with the salt of its passphrase.
delete process.env.PULUMI_OPTION_CONFIG_FILE;

process.on("unhandledRejection", (error) => {
  if ((error as { code?: number } | null)?.code !== unavailable) throw error;
});

void replay(readRecording(name, prefix), { kubeconfig, kubectl, prefix }).then((differences) => {
  console.log(JSON.stringify(differences));
  process.exit();
});
