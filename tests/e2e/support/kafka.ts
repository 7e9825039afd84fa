import { docker, run } from "./command";

/** What the guide's Python consumer printed. */
interface Consumed {
  readonly consumed: string[];
}

/**
 * The guide's Python clients and Kafka's own tools: witnesses from outside the project of what the
 * platform holds.
 */
export class KafkaWitness {
  private constructor(
    private readonly prefix: string,
    private readonly network: string,
  ) {}

  static async create(prefix: string): Promise<KafkaWitness> {
    await run("tests/e2e/python-client/build", []);
    return new KafkaWitness(prefix, `${prefix}kafka-platform`);
  }

  /** Runs the guide's producer: from the host, or as a container on the platform's network. */
  async produce(bootstrap: string, topic: string, count: number): Promise<void> {
    await this.python("produce.py", bootstrap, topic, String(count));
  }

  /** Runs the guide's consumer to the end of the topic, and returns the values of `chave`. */
  async consume(bootstrap: string, topic: string, group: string): Promise<string[]> {
    const lines = await this.python("consume.py", bootstrap, topic, group);
    return (JSON.parse(lines.at(-1) ?? "{}") as Consumed).consumed;
  }

  /** Runs one of Kafka's tools beside the first broker. */
  tool(name: string, ...args: string[]): Promise<string[]> {
    // prettier-ignore
    return docker("exec", `${this.prefix}kafka`, name, "--bootstrap-server", "kafka:9092", ...args);
  }

  /** Number of messages that a topic holds or has held. */
  async endOffset(topic: string): Promise<number> {
    const lines = await this.tool("kafka-get-offsets", "--topic", topic);
    return lines.reduce((sum, line) => sum + Number(line.split(":")[2]), 0);
  }

  private python(script: string, bootstrap: string, ...args: string[]): Promise<string[]> {
    const inside = bootstrap.startsWith("kafka:");
    const network = inside ? this.network : "host";
    return docker(
      ...["run", "--rm", "--network", network],
      ...["--volume", `${__dirname}/../python-client:/scripts:ro`],
      ...["kafka-platform-test/python-client", `/scripts/${script}`, bootstrap, ...args],
    );
  }
}
