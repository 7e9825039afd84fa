import { setTimeout as pause } from "node:timers/promises";
import { type Admin, type Kafka, Partitioners } from "kafkajs";
import { openKafka, retryTransient } from "../../../kafka/connections/kafka";
import type {
  Broker,
  ClusterStats,
  ConsumerGroup,
  ConsumerGroupDetails,
  ConsumerGroupsPage,
  History,
  LagProblem,
  Topic,
  TopicsResponse,
} from "../../../offline/console/server/contract";
import { noteRetry } from "../../support/retries";
import { docker } from "./command";
import { type ConsoleAnswer, ConsoleProcess } from "./console";
import type { TestStack } from "./stack";

const topicCount = 1000;
/** Topics with messages, of which groups have committed offsets. */
const read = 12;
const messages = 5;
const groups = ["leitores-0", "leitores-1", "leitores-2", "leitores-3"];

/** Seconds in which the console promises to answer. */
const promised = 2;

const divided = "leitura.console.dividida";

const nameOf = (index: number) => `carga.console.${String(index).padStart(4, "0")}`;

/** What the console shows. */
export interface Seen {
  readonly silentBrokers: readonly number[];
  readonly brokers: Readonly<Record<number, Broker["state"]>>;
  /** Topics of the load of which an offset is unknown. */
  readonly unknownOffsets: readonly string[];
  /** By topic, for the groups whose coordinator answers. */
  readonly lags: Readonly<Record<string, number | LagProblem>>;
  readonly groupsAreKnown: boolean;
}

/** A thousand topics on three brokers, some messages and groups, and a console that shows them. */
export class ConsoleLoad {
  private constructor(
    private readonly console: ConsoleProcess,
    private readonly admin: Admin,
  ) {}

  static async create(stack: TestStack): Promise<ConsoleLoad> {
    const started = Date.now();
    const kafka = await openKafka(stack.connection);
    const admin = kafka.admin();
    await admin.connect();
    for (let from = 0; from < topicCount; from += 200) {
      await admin.createTopics({
        waitForLeaders: false,
        timeout: 60_000,
        topics: Array.from({ length: 200 }, (_, index) => ({
          topic: nameOf(from + index),
          numPartitions: -1,
          replicationFactor: -1,
          configEntries: [{ name: "min.insync.replicas", value: "1" }],
          replicaAssignment: [{ partition: 0, replicas: replicasOf(from + index) }],
        })),
      });
    }
    await admin.createTopics({
      topics: [
        {
          topic: divided,
          replicaAssignment: [1, 2, 3].map((id) => ({ partition: id - 1, replicas: [id] })),
          configEntries: [{ name: "min.insync.replicas", value: "1" }],
        },
      ],
    });
    await produce(kafka);
    await commit(stack);
    console.log(`${topicCount} topics: ${((Date.now() - started) / 1000).toFixed(1)} s`);
    const { bootstrap } = (await stack.outputs()) as { bootstrap: string };
    const page = await ConsoleProcess.start(bootstrap, stack.get("kafkaUiPort") as number);
    return new ConsoleLoad(page, admin);
  }

  /** Looks as {@link lookOnce} does, up to three times: on a busy machine every page may be late at the first. */
  async look(state: string): Promise<Seen> {
    for (let tries = 2; tries > 0; tries -= 1) {
      try {
        return await this.lookOnce(state);
      } catch (error) {
        noteRetry(`look while ${state}`, String(error));
      }
    }
    return this.lookOnce(state);
  }

  /** Opens every page at once, and prints the slowest. Each must answer within what is promised. */
  private async lookOnce(state: string): Promise<Seen> {
    const answers = await Promise.all(paths.map((path) => this.console.get(path)));
    const slowest = answers.reduce((a, b) => (a.seconds > b.seconds ? a : b));
    console.log(`${state}: the slowest is ${slowest.path}, ${slowest.seconds.toFixed(2)} s`);
    expect(answers.filter(({ status, seconds }) => status !== 200 || seconds > promised)).toEqual(
      [],
    );
    return seen(new Map(answers.map((answer) => [answer.path, answer])));
  }

  /** Looks until something is seen, for two minutes at most: leaders move one by one, which keeps brokers busy. */
  async until(state: string, expected: Partial<Seen>): Promise<void> {
    for (let tries = 120; ; tries -= 1) {
      try {
        return expect(await this.lookOnce(`until ${state}`)).toMatchObject(expected);
      } catch (error) {
        if (tries === 0) throw error;
      }
      await pause(1000);
    }
  }

  /** Waits until the chart of a group ends in a gap, two minutes at most. */
  async untilGapInChart(): Promise<void> {
    for (const end = Date.now() + 120_000; ;) {
      const { body } = await this.console.get(historyPath);
      const values = (body as History).series[0]?.values ?? [];
      if (values.some((value) => value !== null) && values.at(-1) === null) return;
      if (Date.now() > end) throw new Error(`The chart has no gap: ${JSON.stringify(values)}`);
      await pause(1000);
    }
  }

  /** What a search finds of a topic whose partitions 0, 1 and 2 are on the brokers 1, 2 and 3 alone. */
  async search(): Promise<{ found: number[]; unread: number[] }> {
    const { seconds, ...read } = await this.console.read(divided);
    console.log(`messages of ${divided}: ${JSON.stringify(read)} in ${seconds.toFixed(1)} s`);
    return read;
  }

  /** Topics of the load whose replicas are in an order that has a broker first. */
  ledBy(broker: number): string[] {
    return topics(({ replicas }) => replicas[0] === broker);
  }

  onlyOn(broker: number): string[] {
    return topics(({ replicas }) => replicas.length === 1 && replicas[0] === broker);
  }

  /** Lags by topic, with a reason in place of that of topics which a broker leads, or has alone. */
  expectedLags(
    missing: { without?: number; onlyOn?: number; because?: LagProblem } = {},
  ): Seen["lags"] {
    const without = new Set([
      ...(missing.without === undefined ? [] : this.ledBy(missing.without)),
      ...(missing.onlyOn === undefined ? [] : this.onlyOn(missing.onlyOn)),
    ]);
    return Object.fromEntries(
      Array.from({ length: read }, (_, index) => [
        nameOf(index),
        without.has(nameOf(index)) ? (missing.because ?? 0) : messages - (index % messages),
      ]),
    );
  }

  async remove(): Promise<void> {
    await this.console.stop();
    // Nothing can be deleted while a partition has no leader.
    await retryTransient(() => this.admin.deleteGroups(groups), 60);
    await this.admin.deleteTopics({
      topics: [divided, ...Array.from({ length: topicCount }, (_, index) => nameOf(index))],
      timeout: 60_000,
    });
    await this.admin.disconnect();
  }
}

/** One, two and three replicas in turn, on brokers that take turns too. */
function replicasOf(index: number): number[] {
  return [0, 1, 2]
    .slice(0, (Math.floor(index / 3) % 3) + 1)
    .map((each) => ((index + each) % 3) + 1);
}

function topics(isWanted: (topic: { replicas: number[] }) => boolean): string[] {
  return Array.from({ length: topicCount }, (_, index) => index)
    .filter((index) => isWanted({ replicas: replicasOf(index) }))
    .map(nameOf);
}

async function produce(kafka: Kafka): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  for (let index = 0; index < read; index += 1) {
    const values = Array.from({ length: messages }, (_, value) => ({ value: String(value) }));
    await producer.send({ topic: nameOf(index), acks: -1, messages: values });
  }
  const ofEach = [0, 1, 2].map((partition) => ({ partition, value: String(partition) }));
  await producer.send({ topic: divided, acks: -1, messages: ofEach });
  await producer.disconnect();
}

/** Commits offsets of all groups in one run of Kafka's tool: by kafkajs each topic of each joins the group, for seconds. */
async function commit(stack: TestStack): Promise<void> {
  const file = "/tmp/console-load.csv";
  const lines = groups.flatMap((group) =>
    Array.from({ length: read }, (_, index) => `${group},${nameOf(index)},0,${index % messages}`),
  );
  const broker = `${stack.prefix}kafka`;
  await docker("exec", broker, "bash", "-c", `printf '%s\\n' ${lines.join(" ")} > ${file}`);
  await docker(
    ...["exec", broker, "kafka-consumer-groups", "--bootstrap-server", "kafka:9092"],
    ...["--reset-offsets", "--from-file", file, "--execute"],
    ...groups.flatMap((group) => ["--group", group]),
  );
}

const historyPath = `/history?figure=groupLag&name=${groups[0]}&seconds=60`;
const topicPages = [1, 2].map((page) => `/topics?search=carga.console&perPage=500&page=${page}`);
const groupPaths = groups.map((group) => `/consumer-groups/${group}`);
const paths = [
  "/stats",
  "/brokers",
  "/topics?orderBy=RATE&sortOrder=DESC&perPage=5",
  "/topics?orderBy=MESSAGES_COUNT&sortOrder=DESC",
  "/topics?orderBy=SIZE&sortOrder=DESC",
  ...topicPages,
  // On the first broker, on the last one alone.
  `/topics/${nameOf(0)}`,
  `/topics/${nameOf(2)}`,
  `/topics/${nameOf(2)}/config`,
  `/topics/${nameOf(2)}/consumer-groups`,
  "/consumer-groups",
  "/consumer-groups/paged",
  "/consumer-groups/paged?orderBy=MESSAGES_BEHIND&sortOrder=DESC",
  ...groupPaths,
  historyPath,
];

function seen(answers: ReadonlyMap<string, ConsoleAnswer>): Seen {
  const body = <Body>(path: string) => answers.get(path)?.body as Body;
  const listed = topicPages.flatMap((path) => body<TopicsResponse>(path).topics);
  const described = groupPaths.map((path) => body<ConsumerGroupDetails>(path));
  const known = described.filter(({ topics: count }) => count !== null);
  const page = body<ConsumerGroupsPage>(
    "/consumer-groups/paged?orderBy=MESSAGES_BEHIND&sortOrder=DESC",
  );
  const unknown = (group: ConsumerGroup) => group.consumerLag === null;
  expect(page.unknownLagCount).toBe(described.filter(unknown).length);
  return {
    silentBrokers: body<ClusterStats>("/stats").silentBrokers,
    brokers: Object.fromEntries(body<Broker[]>("/brokers").map(({ id, state }) => [id, state])),
    unknownOffsets: listed.filter(hasUnknown).map(({ name }) => name),
    lags: Object.fromEntries(
      known.flatMap(({ partitions }) =>
        partitions.map(({ topic, consumerLag, lagProblem }) => [
          topic,
          consumerLag ?? lagProblem ?? 0,
        ]),
      ),
    ),
    groupsAreKnown: known.length === groups.length,
  };
}

function hasUnknown({ partitions }: Topic): boolean {
  return partitions.some(({ offsetMax, offsetMin }) => offsetMax === null || offsetMin === null);
}
