import { ConfigResourceTypes } from "kafkajs";
import type { Administration } from "../administration/administration";
import type { ConfigChange } from "../administration/incremental-alter-configs";

// KIP-73: the rates are set on brokers, and apply only to the replicas that topics list.
const rateSettings = ["leader.replication.throttled.rate", "follower.replication.throttled.rate"];
const listSettings = [
  "leader.replication.throttled.replicas",
  "follower.replication.throttled.replicas",
];

const megabyte = 1_000_000;
/** Bytes a second added to every rate that is set here, to recognize it again, even after a killed `up`. */
const mark = 731;
/**
 * The last entry of every list that is set here, for the same purpose: a replica on a broker that does not exist.
 * Kafka accepts it, and each broker looks only for its own id.
 */
const listMark = "0:731000731";
/** Topics per request. */
const batchSize = 250;

/** A rate that is set on a broker. */
interface Rate {
  readonly broker: string;
  readonly setting: string;
  /** In bytes a second. */
  readonly value: string;
}

/** A topic's lists of throttled replicas, by the names of the settings; only those that are set. */
type Lists = Readonly<Record<string, string>>;

/** The replicas of a topic that move. */
export interface HeldTopic {
  readonly topic: string;
  /** Each as `partition:broker`. */
  readonly copies: readonly string[];
}

/**
 * Keeps reassignments from using the whole network: a rate on every broker, for the replicas that the topics
 * list. What someone else has set is never changed: a topic that lists replicas keeps its list, and if a broker
 * already has someone else's rate, that rate limits the replicas.
 */
export class Throttle {
  private readonly held = new Set<string>();

  private constructor(
    private readonly admin: Administration,
    private readonly brokerIds: readonly number[],
    private rates: readonly Rate[],
  ) {}

  /** Reads the rates that are set now. */
  static async read(admin: Administration, brokerIds: readonly number[]): Promise<Throttle> {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: brokerIds.map((id) => ({
        type: ConfigResourceTypes.BROKER,
        name: String(id),
        configNames: rateSettings,
      })),
    });
    const found = resources.flatMap(({ resourceName, configEntries }) =>
      configEntries
        .filter(({ configValue }) => configValue)
        .map(({ configName, configValue }) => ({
          broker: resourceName,
          setting: configName,
          value: configValue,
        })),
    );
    return new Throttle(admin, brokerIds, found);
  }

  /** The rates that someone else has set, such as `10000000 B/s on broker 1`, or undefined. */
  get foreign(): string | undefined {
    const others = this.rates.filter((rate) => !isOurs(rate));
    if (others.length === 0) return undefined;
    const words = others.map(({ broker, value }) => `${value} B/s on broker ${broker}`);
    return [...new Set(words)].join(", ");
  }

  /** Whether this program has set a rate: this run or, before {@link setRate}, an earlier one. */
  get isOn(): boolean {
    return this.rates.some(isOurs);
  }

  /**
   * Sets the rate on every broker.
   *
   * @param megabytes Megabytes (10^6 bytes) that a broker sends, and that it receives, in a second at most.
   */
  async setRate(megabytes: number): Promise<void> {
    const value = String(megabytes * megabyte + mark);
    const brokers = this.brokerIds.map(String);
    this.rates = brokers.flatMap((broker) =>
      rateSettings.map((setting) => ({ broker, setting, value })),
    );
    await this.change(brokers.map((broker) => brokerChange(broker, rateSettings, value)));
  }

  /**
   * Throttles replicas, on topics whose lists nobody else has set.
   *
   * @returns The topics whose lists someone else has set, and not to all replicas (`*`).
   */
  async hold(topics: readonly HeldTopic[]): Promise<string[]> {
    const unknown = topics.map(({ topic }) => topic).filter((topic) => !this.held.has(topic));
    const others = new Map(
      [...(await this.readLists(unknown))].filter(([, lists]) =>
        Object.values(lists).some((list) => !isOurList(list)),
      ),
    );
    const ours = topics.filter(({ topic }) => !others.has(topic));
    ours.forEach(({ topic }) => this.held.add(topic));
    await this.change(
      ours.map(({ topic, copies }) =>
        topicChange(topic, all(listSettings, [...copies, listMark].join(","))),
      ),
    );
    return [...others]
      .filter(([, lists]) => listSettings.some((setting) => lists[setting] !== "*"))
      .map(([topic]) => topic);
  }

  /** Removes the throttle from all replicas that this run has throttled. */
  async release(): Promise<void> {
    await this.change(
      [...this.held].map((topic) => topicChange(topic, all(listSettings, undefined))),
    );
    this.held.clear();
  }

  /** Removes the throttle from replicas of these topics that an earlier run has throttled, and from no others. */
  async releaseLeftBehind(topics: readonly string[]): Promise<void> {
    const left = [...(await this.readLists(topics))].map(([topic, lists]) => {
      const ours = Object.keys(lists).filter((setting) => isOurList(lists[setting]));
      return topicChange(topic, all(ours, undefined));
    });
    await this.change(left.filter(({ set }) => Object.keys(set).length > 0));
  }

  /** Removes the rates. This comes last: the rates show that an interrupted run has left something. */
  async removeRate(): Promise<void> {
    const ours = this.rates.filter(isOurs);
    await this.change(
      [...new Set(ours.map(({ broker }) => broker))].map((broker) => {
        const settings = ours.filter((rate) => rate.broker === broker);
        return brokerChange(
          broker,
          settings.map(({ setting }) => setting),
          undefined,
        );
      }),
    );
    this.rates = this.rates.filter((rate) => !isOurs(rate));
  }

  private async readLists(topics: readonly string[]): Promise<Map<string, Lists>> {
    const found = new Map<string, Lists>();
    for (let start = 0; start < topics.length; start += batchSize) {
      const { resources } = await this.admin.describeConfigs({
        includeSynonyms: false,
        resources: topics.slice(start, start + batchSize).map((name) => ({
          type: ConfigResourceTypes.TOPIC,
          name,
          configNames: listSettings,
        })),
      });
      for (const { resourceName, configEntries } of resources) {
        const set = configEntries.filter(({ configValue }) => configValue);
        const lists = set.map(({ configName, configValue }) => [configName, configValue] as const);
        if (lists.length > 0) found.set(resourceName, Object.fromEntries(lists));
      }
    }
    return found;
  }

  private async change(changes: readonly ConfigChange[]): Promise<void> {
    for (let start = 0; start < changes.length; start += batchSize) {
      const failures = await this.admin.changeConfigs(changes.slice(start, start + batchSize));
      const [failure] = failures.values();
      if (failure) throw failure;
    }
  }
}

function isOurs({ value }: Rate): boolean {
  return Number(value) % megabyte === mark;
}

function isOurList(list: string | undefined): boolean {
  return list?.split(",").at(-1) === listMark;
}

function topicChange(name: string, set: ConfigChange["set"]): ConfigChange {
  return { type: ConfigResourceTypes.TOPIC, name, set };
}

function brokerChange(
  name: string,
  settings: readonly string[],
  value: string | undefined,
): ConfigChange {
  return { type: ConfigResourceTypes.BROKER, name, set: all(settings, value) };
}

function all(settings: readonly string[], value: string | undefined) {
  return Object.fromEntries(settings.map((setting) => [setting, value]));
}
