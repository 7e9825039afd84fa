import { version } from "../../package.json";
import { TestCluster } from "../e2e-kubernetes/cluster";
import { TestStack } from "../e2e/support/stack";
import { configurations, stackName, type StateFixture, writeFixture } from "./fixture";

// Deploys the program as it is and keeps the stack's state as that of the release in package.json:
// `make export-state-fixture [TARGET=kubernetes]`, which `make release` runs. On Kubernetes, to the current context, or
// after `scripts/with-cluster` to the cluster of the tests.

/** The images of this machine, if it has others, by those that the fixture says. */
const usualImages: Readonly<Record<string, string>> = {
  "kafka-lab/kafka:7.5.0": "confluentinc/cp-kafka:7.5.0",
  "kafka-lab/zookeeper:7.5.0": "confluentinc/cp-zookeeper:7.5.0",
  "kafka-lab/console:0.1.0": "provectuslabs/kafka-ui:v0.7.1",
};

/** Deploys to the cluster of scripts/with-cluster, which may have to be given its images. */
async function useTestCluster(stack: TestStack): Promise<void> {
  const cluster = new TestCluster();
  stack.setEnvironment(cluster.environment);
  await cluster.load(String(stack.get("zookeeperImage")), String(stack.get("brokerImage")));
}

async function main(target: StateFixture["target"]): Promise<void> {
  const config = configurations[target];
  const stack = await TestStack.create(stackName, config);
  try {
    if (target === "kubernetes" && process.env.TEST_KUBECONFIG) await useTestCluster(stack);
    await stack.up();
    const { stdout } = await stack.pulumi("stack", "export");
    const text = Object.entries(usualImages).reduce(
      (all, [here, usual]) => all.replaceAll(here, usual),
      // Where in the sources a resource is declared plays no part.
      JSON.stringify(JSON.parse(stdout), (key, value: unknown) =>
        key === "stackTrace" || key === "sourcePosition" ? undefined : value,
      ),
    );
    const state = JSON.parse(text) as StateFixture["state"];
    console.log(writeFixture({ release: version, target, config, state }));
  } finally {
    // What is exported retains its data, on Kubernetes with its namespace.
    stack.configure({ retainData: false });
    await stack.attempt(["up", "--yes", "--skip-preview"]);
    await stack.remove();
  }
}

void main(process.argv[2] === "kubernetes" ? "kubernetes" : "docker");
