import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

type Config = Readonly<Record<string, unknown>>;

/** A stack as a release left it. */
export interface StateFixture {
  readonly release: string;
  readonly target: "docker" | "kubernetes";
  /** Its configuration, by keys without their namespace. */
  readonly config: Config;
  /** What `pulumi stack export` printed. */
  readonly state: { readonly deployment: unknown };
}

/** Name of the stack, which every name in its state contains. */
export const stackName = "upgrade";

const folder = path.join(__dirname, "fixtures");

const topics = [
  { name: "meu-topico", partitions: 3 },
  { name: "vendas.pedido.criado", partitions: 6, config: { "retention.ms": 604800000 } },
];

/** The configurations that are deployed for a fixture, with names and ports that nothing else uses. */
export const configurations: Readonly<Record<StateFixture["target"], Config>> = {
  docker: {
    namePrefix: "upgrade-",
    zookeeperPort: 27181,
    brokerPort: 27192,
    kafkaUi: false,
    brokerSettings: { "log.retention.hours": 48 },
    topics,
  },
  kubernetes: { target: "kubernetes", namespace: "upgrade", kafkaUi: false, topics },
};

export function readFixtures(): StateFixture[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as StateFixture);
}

export function writeFixture(fixture: StateFixture): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${fixture.release}-${fixture.target}.json`);
  writeFileSync(file, `${JSON.stringify(fixture, null, 1)}\n`);
  return file;
}
