import type { TestCluster } from "./cluster";

/**
 * A pod with Kafka's own tools: no restart of a broker ends what runs in it. Its namespace is its own, and
 * whoever made it removes it with that.
 */
export class ClientPod {
  private started?: Promise<void>;

  constructor(
    private readonly cluster: TestCluster,
    readonly namespace: string,
    private readonly image: string,
  ) {}

  /** Runs one of Kafka's tools and returns what it printed, as lines; the pod is started on first use. */
  async tool(name: string, ...args: string[]): Promise<string[]> {
    await (this.started ??= this.start());
    return this.kubectl("exec", "client", "--", "env", "KAFKA_HEAP_OPTS=-Xmx128m", name, ...args);
  }

  private async start(): Promise<void> {
    await this.cluster.kubectl("create", "namespace", this.namespace);
    // As the container's first process, `sleep` heeds no signal: nothing would end it before the grace period.
    const spec = { terminationGracePeriodSeconds: 0 };
    await this.kubectl(
      ...["run", "client", `--image=${this.image}`, "--restart=Never"],
      ...[`--overrides=${JSON.stringify({ spec })}`, "--command", "--", "sleep", "infinity"],
    );
    await this.kubectl("wait", "pod/client", "--for=condition=Ready", "--timeout=240s");
  }

  private kubectl(...args: string[]): Promise<string[]> {
    return this.cluster.kubectl("--namespace", this.namespace, ...args);
  }
}
