import type { Browser, Page } from "playwright-core";
import { docker } from "../e2e/support/command";
import { KafkaWitness } from "../e2e/support/kafka";
import { TestStack } from "../e2e/support/stack";
import { launchBrowser, openPage, seriousFaults } from "./support/page";
import { consoleImage } from "./support/set-up";

// One platform, deployed by Pulumi with the console. Each test builds on the previous ones.
const cluster = "/ui/clusters/kafka-platform";
const topics = [
  { name: "meu-topico", partitions: 3 },
  { name: "vendas.pedido.criado", partitions: 6, config: { "retention.ms": 604800000 } },
];

let stack: TestStack;
let kafka: KafkaWitness;
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  stack = await TestStack.create("browser", {
    topics,
    kafkaUi: true,
    kafkaUiImage: consoleImage,
  });
  kafka = await KafkaWitness.create(stack.prefix);
  browser = await launchBrowser();
  ({ page, problems } = await openPage(browser));
});

afterAll(async () => {
  await browser?.close();
  await stack?.remove();
});

/** Sends lines to a topic by Kafka's own producer, by keys that spread them over all partitions. */
async function produce(topic: string, lines: readonly string[]): Promise<void> {
  await docker(
    ...["exec", `${stack.prefix}kafka`, "bash", "-c"],
    `printf '%s\n' "$@" | kafka-console-producer --bootstrap-server kafka:9092 --topic ${topic} ` +
      "--property parse.key=true --property key.separator='|'",
    ...["produce", ...lines.map((line, index) => `chave-${index % 20}|${line}`)],
  );
}

function consume(topic: string, group: string, count: number): Promise<string[]> {
  return kafka.tool(
    "kafka-console-consumer",
    ...["--topic", topic, "--group", group, "--max-messages", String(count)],
    ...["--from-beginning", "--consumer-property", "max.poll.records=10"],
  );
}

async function open(path: string): Promise<void> {
  await page.goto(`http://localhost:${String(stack.get("kafkaUiPort"))}${path}`);
}

/** The value of the figure with this title. */
function figure(title: string) {
  return page.locator(".figure", { has: page.getByText(title, { exact: true }) }).locator("dd");
}

test("up brings the console, and its smoke test sees every topic there", async () => {
  const { seconds } = await stack.up();
  console.log(`up from nothing, with the console, to smoke test passed: ${seconds.toFixed(1)} s`);
  expect(await stack.containers()).toEqual(["kafka", "kafka-ui", "zookeeper"]);
  expect(await stack.outputs()).toMatchObject({
    smokeTest: { produced: 1000, consumed: 1000, topicsInKafkaUi: topics.length },
  });
});

test("the overview shows a healthy cluster", async () => {
  await open("/");
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  expect(new URL(page.url()).pathname).toBe(cluster);
  await page.getByText("Online").waitFor();
  expect(await figure("Brokers").textContent()).toBe("1");
  expect(await figure("Offline partitions").textContent()).toBe("0");
});

test("a topic is created with partitions, replication factor and settings", async () => {
  await open(`${cluster}/all-topics`);
  await page.getByRole("link", { name: "Create topic" }).click();
  await page.getByLabel("Name").fill("estoque.item.movimentado");
  await page.getByLabel("Partitions").fill("4");
  await page.getByLabel("Keep messages for").selectOption({ label: "a day" });
  await page.getByLabel("More settings").fill("max.message.bytes=65536");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: "estoque.item.movimentado" }).waitFor();
  expect(await figure("Partitions").textContent()).toBe("4");
  const [line] = await kafka.tool(
    "kafka-topics",
    "--describe",
    "--topic",
    "estoque.item.movimentado",
  );
  expect(line).toMatch(/PartitionCount: 4\s+ReplicationFactor: 1/);
  expect(line).toContain("retention.ms=86400000");
  expect(line).toContain("max.message.bytes=65536");
});

test("an invalid topic is refused, with the error at its field", async () => {
  await open(`${cluster}/all-topics/create-new-topic`);
  await page.getByLabel("Name").fill("meu-topico");
  await page.getByLabel("Partitions").fill("9");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByText("already exists").waitFor();
  // What was typed is still there.
  expect(await page.getByLabel("Name").inputValue()).toBe("meu-topico");
  expect(await page.getByLabel("Partitions").inputValue()).toBe("9");
  expect(await page.getByLabel("Name").getAttribute("aria-invalid")).toBe("true");
  problems.length = 0; // the browser reports the refusal as an error
});

test("a message is produced and found by its text", async () => {
  await produce(
    "meu-topico",
    Array.from({ length: 300 }, (_, n) => `{"pedido":${n},"loja":"Centro"}`),
  );
  await open(`${cluster}/all-topics/meu-topico/produce`);
  await page.getByLabel("Key").fill("cliente-7");
  await page.getByLabel("Value").fill('{"pedido":7001,"cliente":{"nome":"Zuleica"}}');
  await page.getByLabel("Headers").fill("origem=teste");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("The message was acknowledged.").waitFor();

  await page.getByRole("link", { name: "Messages", exact: true }).click();
  await page.getByLabel("Search for").fill("zuleica");
  await page.getByRole("button", { name: "Search" }).click();
  const line = page.locator("button.message-line");
  await line.locator("mark", { hasText: /^Zuleica$/ }).waitFor();
  await page.locator("[data-status=done]").waitFor();
  expect(await line.count()).toBe(1);
  await line.click();
  const details = page.locator(".message-details");
  expect(await details.locator("pre").textContent()).toBe(
    '{\n  "pedido": 7001,\n  "cliente": {\n    "nome": "Zuleica"\n  }\n}',
  );
  expect(await details.textContent()).toContain("origem=teste");
  expect(await page.locator(".progress").textContent()).toMatch(/Searched 301 messages/);
});

test("messages come newest first, from an offset, and from a time", async () => {
  await open(`${cluster}/all-topics/meu-topico/messages?limit=25`);
  await page.locator("[data-status=done]").waitFor();
  expect(await page.locator("button.message-line").first().textContent()).toContain("7001");
  expect(await page.locator("button.message-line").count()).toBe(25);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.locator("[data-status=done]").waitFor();
  await page.locator("button.message-line").nth(49).waitFor();

  await page.getByLabel("Read", { exact: true }).selectOption("offset");
  await page.getByLabel("Partition").selectOption("0");
  await page.getByLabel("Offset").fill("3");
  await page.getByRole("button", { name: "Search" }).click();
  const first = page.locator("button.message-line").first().locator(".number");
  await first.nth(1).filter({ hasText: /^3$/ }).waitFor();
  expect(await first.allTextContents()).toEqual(["0", "3"]);

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 19);
  await open(`${cluster}/all-topics/meu-topico/messages?from=time&time=${tomorrow}`);
  await page.getByText("No messages yet").waitFor();
});

test("live messages appear until stopped", async () => {
  await open(`${cluster}/all-topics/meu-topico/messages?from=live`);
  await page.getByText("Waiting for messages").waitFor();
  await page.waitForTimeout(500);
  await produce("meu-topico", ["ao vivo 1", "ao vivo 2"]);
  await page.locator("button.message-line", { hasText: "ao vivo 2" }).waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.locator("[data-status=stopped]").waitFor();
});

test("the content of a message is shown, never run", async () => {
  const attack = `<img src=x onerror="alert(1)"><script>alert(2)</script>{{7*7}}`;
  await produce("estoque.item.movimentado", [attack, `{"html":"<b onmouseover=alert(3)>"}`]);
  await open(`${cluster}/all-topics/estoque.item.movimentado/messages`);
  await page.locator("[data-status=done]").waitFor();
  for (const line of await page.locator("button.message-line").all()) await line.click();
  expect(await page.locator("pre").allTextContents()).toContain(attack);
  expect(await page.locator(".messages img, .messages script, .messages b").count()).toBe(0);
  expect(problems).toEqual([]);
});

test("the lag of a group is seen to decrease", async () => {
  await consume("meu-topico", "faturamento", 100);
  await open(`${cluster}/consumer-groups/faturamento`);
  const lag = figure("Lag");
  await page.getByText("no members").waitFor();
  expect(await lag.textContent()).toBe("203");
  const consuming = consume("meu-topico", "faturamento", 203);
  await figure("Lag").filter({ hasText: /^0$/ }).waitFor({ timeout: 60_000 });
  await consuming;
  expect(problems).toEqual([]);
});

test.each([
  ["light", { colorScheme: "light", viewport: { width: 1280, height: 800 } }],
  ["dark", { colorScheme: "dark", viewport: { width: 1280, height: 800 } }],
  ["light, on a small window", { colorScheme: "light", viewport: { width: 360, height: 740 } }],
] as const)("axe finds no serious fault in any view: %s", async (_, options) => {
  const views = {
    "/auth": "Log in",
    [cluster]: "Overview",
    [`${cluster}/all-topics`]: "Topics",
    [`${cluster}/all-topics?q=nothing-like-it`]: "Topics",
    [`${cluster}/all-topics/create-new-topic`]: "Create topic",
    [`${cluster}/all-topics/meu-topico`]: "meu-topico",
    [`${cluster}/all-topics/meu-topico/messages?q=zuleica`]: "meu-topico",
    [`${cluster}/all-topics/meu-topico/produce`]: "meu-topico",
    [`${cluster}/all-topics/meu-topico/consumer-groups`]: "meu-topico",
    [`${cluster}/all-topics/meu-topico/settings`]: "meu-topico",
    [`${cluster}/consumer-groups`]: "Consumer groups",
    [`${cluster}/consumer-groups/faturamento`]: "faturamento",
    [`${cluster}/brokers`]: "Brokers",
  };
  const opened = await openPage(browser, options);
  const faults: Record<string, string[]> = {};
  for (const [path, heading] of Object.entries(views)) {
    await opened.page.goto(`http://localhost:${String(stack.get("kafkaUiPort"))}${path}`);
    await opened.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await opened.page.waitForFunction(() => !document.querySelector(".skeleton, .busy"));
    const line = opened.page.locator("button.message-line").first();
    if (await line.isVisible()) await line.click();
    const found = await seriousFaults(opened.page);
    // A view that is wider than the window makes the whole page scroll sideways.
    const overflow = await opened.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) found.push(`wider than the window by ${overflow} px`);
    if (found.length > 0) faults[path] = found;
  }
  expect(faults).toEqual({});
  expect(opened.problems).toEqual([]);
  await opened.page.context().close();
});

test("everything works with the keyboard", async () => {
  await open(`${cluster}/all-topics`);
  await page.getByRole("link", { name: "vendas.pedido.criado" }).waitFor();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  await page.keyboard.press("/");
  await page.keyboard.type("pedido");
  await page.getByRole("link", { name: "meu-topico" }).waitFor({ state: "detached" });
  expect(page.url()).toContain("q=pedido");
  await page.getByRole("button", { name: "Messages", exact: true }).press("Enter");
  await page.waitForURL(/orderBy=MESSAGES_COUNT/);
  await page.getByRole("link", { name: "vendas.pedido.criado" }).press("Enter");
  await page.getByRole("heading", { name: "vendas.pedido.criado" }).waitFor();
});

test("the page is in Portuguese once chosen, also after a reload", async () => {
  await open(`${cluster}/all-topics`);
  await page.getByLabel("Language").selectOption("pt");
  await page.getByRole("heading", { level: 1, name: "Tópicos" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Tópicos" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("pt");
  await page.getByLabel("Idioma").selectOption("en");
});

test("while a broker is down, the page says so and keeps its data; then it recovers", async () => {
  await open(`${cluster}/all-topics`);
  await page.getByRole("link", { name: "meu-topico" }).waitFor();
  await docker("stop", "--time", "30", `${stack.prefix}kafka`);
  await page
    .getByText("The cluster does not respond. The data shown may be out of date.")
    .waitFor();
  expect(await page.getByRole("link", { name: "meu-topico" }).isVisible()).toBe(true);
  await page.getByText("Offline").waitFor();
  await docker("start", `${stack.prefix}kafka`);
  await page.getByText("Online").waitFor({ timeout: 60_000 });
  await page.getByText("The data shown may be out of date").waitFor({ state: "detached" });
  problems.length = 0; // requests failed meanwhile, as they should
});
