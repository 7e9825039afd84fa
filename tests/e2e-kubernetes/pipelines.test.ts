import { machineImages, TestPipelines } from "../e2e/support/pipelines";
import { until } from "../support/until";
import { KubernetesPlatform } from "./platform";

// The pipelines in a namespace of their own, next to a platform. Each test stands on the ones before it.
let platform: KubernetesPlatform;
let pipelines: TestPipelines;

const namespace = "e2e-pipelines-of";
const topic = "meu-topico";
const patience = { seconds: 150, everyMilliseconds: 1000 };
let sent = 0;

beforeAll(async () => {
  platform = await KubernetesPlatform.create("e2e-pipelines-on", {
    kafkaUi: false,
    smokeTest: false,
    topics: [
      { name: topic, partitions: 3 },
      { name: "cadastro.cliente.atualizado", config: { "cleanup.policy": "compact" } },
    ],
    topicNaming: "off",
    topicDefaults: { partitions: 1 },
    topicsFile: "pipelines/topics.yaml",
  });
  await platform.stack.up();
  const config = {
    ...{ namespace, triggerSeconds: 2, windowSeconds: 10, lateSeconds: 30 },
    ...{
      sparkMemoryMiB: 640,
      sparkCpuMillicores: 50,
      batchJob: false,
      nifi: false,
      prefect: false,
    },
  };
  pipelines = await TestPipelines.create(platform.stack, config, await images());
});

afterAll(async () => {
  // If the platform did not come up, there are none.
  await (pipelines as TestPipelines | undefined)?.remove();
  await platform.remove();
  await platform.cluster.kubectl("delete", "namespace", namespace, "--ignore-not-found");
});

/** The images that the cluster takes from this machine; one that pulls its images gets those of Pulumi.yaml. */
async function images(): Promise<Record<string, string>> {
  if (!platform.cluster.takesImages) return {};
  const used = ["objectStoreImage", "sparkImage", "postgresImage", "connectImage", "pythonImage"];
  const given = Object.entries(machineImages()).filter(([key]) => used.includes(key));
  const names = await platform.cluster.load(...given.map(([, image]) => String(image)));
  return Object.fromEntries(given.map(([key], index) => [key, names[index] ?? ""]));
}

const kubectl = (...args: string[]) => platform.cluster.kubectl("--namespace", namespace, ...args);

/** Sends messages that can be read, from beside a broker. */
async function produce(count: number): Promise<void> {
  const { bootstrapInside } = (await platform.stack.outputs()) as { bootstrapInside: string };
  const script =
    `for i in $(seq ${sent} ${sent + count - 1}); do ` +
    `echo "{\\"chave\\":\\"m$i\\",\\"timestamp\\":\\"$(date -u +%FT%TZ)\\"}"; done | ` +
    `kafka-console-producer --bootstrap-server ${bootstrapInside} --topic ${topic} --producer-property acks=all`;
  await platform.kubectl("exec", "kafka-0", "--", "bash", "-c", script);
  sent += count;
}

async function bronze() {
  const [row] = await pipelines.ask(
    "SELECT count(*) AS rows, count(DISTINCT chave) AS messages FROM bronze",
  );
  return row;
}

async function sql(text: string): Promise<string[]> {
  const psql = ["psql", "-U", "lab", "-d", "lab", "-At", "-v", "ON_ERROR_STOP=1", "-c", text];
  return kubectl("exec", "postgres-0", "--", ...psql);
}

async function inSync(): Promise<void> {
  const columns = "id, nome, cidade, limite_centavos";
  const isSame = async () =>
    (await sql(`SELECT ${columns} FROM cliente_copia WHERE NOT apagado ORDER BY id`)).join() ===
    (await sql(`SELECT ${columns} FROM cliente ORDER BY id`)).join();
  await until(isSame, { what: "the copy of the table", ...patience });
}

test("they come up in a namespace of their own, held to the restricted standard", async () => {
  const { seconds } = await pipelines.up();
  console.log(`up of the pipelines on Kubernetes: ${seconds.toFixed(1)} s`);
  const labels = await platform.cluster.kubectl(
    ...["get", "namespace", namespace, "--output", "jsonpath={.metadata.labels}"],
  );
  expect(labels.join()).toContain('"pod-security.kubernetes.io/enforce":"restricted"');
});

test("the streaming job's pod is killed, and every message is in bronze once", async () => {
  await produce(300);
  const some = async () => Number((await bronze())?.rows) > 0;
  await until(some, { what: "the first messages in bronze", ...patience });
  await produce(300);
  await kubectl("delete", "pod", "streaming-job-0", "--force", "--grace-period=0");
  await produce(300);
  const all = async () => Number((await bronze())?.rows) >= sent;
  await until(all, { what: `${sent} messages in bronze`, ...patience });
  expect(await bronze()).toEqual({ rows: sent, messages: sent });
});

test("Connect's pod is killed amid changes: none is lost, none is applied twice", async () => {
  await sql(
    "INSERT INTO cliente SELECT i, 'nome ' || i, 'Recife', 0 FROM generate_series(1, 50) i",
  );
  await inSync();
  const before = Number((await sql("SELECT sum(mudancas) FROM cliente_copia"))[0]);
  const selector = "app.kubernetes.io/name=connect";
  await kubectl("delete", "pod", "--selector", selector, "--force", "--grace-period=0");
  await sql("UPDATE cliente SET limite_centavos = limite_centavos + 1");
  await sql("DELETE FROM cliente WHERE id > 40");
  await inSync();
  const after = Number((await sql("SELECT sum(mudancas) FROM cliente_copia"))[0]);
  expect(after - before).toBe(60);
});

test("the status counts rows through the API server", async () => {
  const output = await pipelines.wellStatus();
  expect(output).toMatch(new RegExp(`^Rows +bronze ${sent}, `, "m"));
});

test("destroy removes the pods, and keeps the claims with the data", async () => {
  await pipelines.pulumi("destroy", "--yes", "--skip-preview");
  expect(await kubectl("get", "pods", "--output", "name")).toEqual([]);
  const claims = await kubectl("get", "pvc", "--output", "name");
  expect(claims.sort()).toEqual([
    "persistentvolumeclaim/data-object-store-0",
    "persistentvolumeclaim/data-postgres-0",
  ]);
});
