import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { CommandResult } from "../e2e/support/command";
import { TestStack } from "../e2e/support/stack";
import { kubeconfigOf } from "../support/kubeconfig";
import { noteRetry } from "../support/retries";
import { projectConfig } from "../unit/support/project-config";
import { ClientPod } from "./client-pod";
import { TestCluster } from "./cluster";

/** A stack on the test cluster, in a namespace of its own, with Kafka's own tools as witnesses. */
export class KubernetesPlatform {
  private constructor(
    readonly stack: TestStack,
    readonly cluster: TestCluster,
    readonly namespace: string,
    private readonly client: ClientPod,
  ) {}

  /** Makes the stack, empty; its servers are small enough that three of each fit the node. */
  static async create(namespace: string, config: Record<string, unknown>) {
    const cluster = new TestCluster();
    const stack = await TestStack.create(namespace, {
      target: "kubernetes",
      namespace,
      // The images are there; what is missing stays missing.
      ...(cluster.takesImages && { imagePullTimeoutSeconds: 0 }),
      brokerHeapMiB: 384,
      brokerMemoryMiB: 768,
      brokerCpuMillicores: 50,
      zookeeperHeapMiB: 128,
      zookeeperMemoryMiB: 320,
      zookeeperCpuMillicores: 50,
      kafkaUiCpuMillicores: 50,
      ...config,
    });
    stack.setEnvironment(cluster.environment);
    const keys = ["zookeeperImage", "brokerImage"];
    if (stack.get("kafkaUi") !== false) keys.push("kafkaUiImage");
    // A cluster that pulls its images gets those of Pulumi.yaml.
    const named: Record<string, unknown> = cluster.takesImages ? stack.settings : projectConfig();
    const images = await cluster.load(...keys.map((key) => String(named[key])));
    stack.configure(Object.fromEntries(keys.map((key, index) => [key, images[index]])));
    const client = new ClientPod(cluster, `${namespace}-client`, String(stack.get("brokerImage")));
    return new KubernetesPlatform(stack, cluster, namespace, client);
  }

  kubectl(...args: string[]): Promise<string[]> {
    return this.cluster.kubectl("--namespace", this.namespace, ...args);
  }

  /** Names of the pods. */
  pods(): Promise<string[]> {
    return this.kubectl("get", "pods", "--output", "name");
  }

  /** Runs one of Kafka's tools, as a client from another namespace. */
  async tool(name: string, ...args: string[]): Promise<string[]> {
    return this.client.tool(name, "--bootstrap-server", await this.inside(), ...args);
  }

  /** Number of messages that a topic holds or has held. */
  async endOffset(topic: string): Promise<number> {
    const lines = await this.offsets(topic);
    return lines.reduce((sum, line) => sum + Number(line.split(":")[2]), 0);
  }

  /** A broker that has just started may not have heard of any topic, though it is ready: it is asked again. */
  private async offsets(topic: string): Promise<string[]> {
    for (const end = Date.now() + 120_000; ;) {
      try {
        return await this.tool("kafka-get-offsets", "--topic", topic);
      } catch (error) {
        if (Date.now() > end || !String(error).includes("Could not match any topic")) throw error;
        noteRetry(`kafka-get-offsets of ${topic}`, "the broker did not know the topic yet");
      }
    }
  }

  /** Produces at a steady rate, acknowledged by all in-sync replicas; returns how many were. */
  async produce(topic: string, messages: number, perSecond: number): Promise<number> {
    const lines = await this.client.tool(
      ...["kafka-producer-perf-test", "--topic", topic],
      ...["--num-records", String(messages), "--record-size", "100"],
      ...["--throughput", String(perSecond), "--producer-props"],
      ...[`bootstrap.servers=${await this.inside()}`, "acks=all", "delivery.timeout.ms=120000"],
    );
    return Number(/^(\d+) records sent/.exec(lines.at(-1) ?? "")?.[1]);
  }

  /** Runs `work` with a kubeconfig whose only cluster nobody serves. */
  async whileUnreachable(work: (environment: NodeJS.ProcessEnv) => Promise<CommandResult>) {
    const folder = mkdtempSync(path.join(tmpdir(), "unreachable-"));
    try {
      const kubeconfig = path.join(folder, "config");
      writeFileSync(kubeconfig, kubeconfigOf("https://127.0.0.1:1", { token: "of-nobody" }));
      return await work({ KUBECONFIG: kubeconfig });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Removes what the stack has left, the namespace with its volumes and the client's included. */
  async remove(): Promise<void> {
    await this.stack.remove();
    const namespaces = [this.namespace, this.client.namespace];
    await this.cluster.kubectl("delete", "namespace", ...namespaces, "--ignore-not-found");
  }

  private async inside(): Promise<string> {
    return String((await this.stack.outputs()).bootstrapInside);
  }
}

/** Waits, two minutes at most, until something listens on a port of this machine. */
export async function portAnswers(port: number): Promise<void> {
  for (const end = Date.now() + 120_000; ; await pause(200)) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    } finally {
      socket.destroy();
    }
  }
}
