import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Kafka, logLevel, Partitioners } from "kafkajs";
import { root } from "../e2e/support/command";
import { TestStack } from "../e2e/support/stack";
import { launchBrowser, openPage } from "./support/page";
import setUp, { consoleImage } from "./support/set-up";

const cluster = "/ui/clusters/kafka-platform";
const pictures = [
  { name: "overview", path: cluster, colorScheme: "light", locale: "en-GB" },
  { name: "topics", path: `${cluster}/all-topics`, colorScheme: "light", locale: "en-GB" },
  {
    name: "messages",
    path: `${cluster}/all-topics/vendas.pedido.criado/messages?q=elisa`,
    colorScheme: "dark",
    locale: "pt-BR",
  },
  {
    name: "group",
    path: `${cluster}/consumer-groups/faturamento`,
    colorScheme: "light",
    locale: "en-GB",
  },
] as const;
const secondsOfLoad = 150;

/** Makes the README's pictures of the console anew: on a platform of their own, under a load for two minutes. */
async function main(): Promise<void> {
  await setUp();
  const stack = await TestStack.create("screenshots", {
    kafkaUi: true,
    kafkaUiImage: consoleImage,
    topics: [
      { name: "meu-topico", partitions: 3 },
      { name: "vendas.pedido.criado", partitions: 6, config: { "retention.ms": 604800000 } },
      { name: "vendas.pagamento.aprovado", partitions: 3 },
      {
        name: "cadastro.cliente.atualizado",
        partitions: 3,
        config: { "cleanup.policy": "compact" },
      },
      { name: "sensores.leitura.registrada", partitions: 6 },
    ],
  });
  try {
    await stack.up();
    const end = new AbortController();
    const loaded = load(`localhost:${String(stack.get("brokerPort"))}`, end.signal);
    await pause(secondsOfLoad * 1000);
    await takePictures(`http://localhost:${String(stack.get("kafkaUiPort"))}`);
    end.abort();
    await loaded;
  } finally {
    await stack.remove();
  }
}

async function takePictures(base: string): Promise<void> {
  const folder = path.join(root, "docs/images");
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  for (const { name, path: view, ...options } of pictures) {
    const { page } = await openPage(browser, {
      ...options,
      viewport: { width: 1200, height: 750 },
    });
    await page.goto(base + view);
    await page.waitForFunction(() => !document.querySelector(".skeleton, .busy"));
    if (name === "messages") await page.locator("button.message-line").first().click();
    await page.waitForTimeout(1000);
    await page.screenshot({ path: path.join(folder, `console-${name}.png`) });
    await page.context().close();
  }
  await browser.close();
}

/** Orders, payments and readings in waves, and two groups: one that keeps up, and one that comes late. */
async function load(broker: string, end: AbortSignal): Promise<void> {
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const early = kafka.consumer({ groupId: "painel-de-vendas" });
  await early.connect();
  await early.subscribe({ topics: ["vendas.pedido.criado", "vendas.pagamento.aprovado"] });
  await early.run({ eachMessage: () => Promise.resolve() });
  const late = kafka.consumer({ groupId: "faturamento", maxBytes: 4000, maxWaitTimeInMs: 200 });
  let number = 0;
  for (let second = 0; !end.aborted; second += 1) {
    const wave = 1 + Math.sin(second / 12) / 2;
    const orders = Array.from({ length: Math.round(60 * wave) }, () => order((number += 1)));
    const readings = Array.from({ length: Math.round(140 * wave) }, (_, sensor) => ({
      key: `sensor-${sensor % 20}`,
      value: JSON.stringify({ sensor: sensor % 20, celsius: 20 + (sensor % 7) }),
    }));
    await producer.sendBatch({
      topicMessages: [
        { topic: "vendas.pedido.criado", messages: orders },
        { topic: "vendas.pagamento.aprovado", messages: orders.slice(0, 20) },
        { topic: "sensores.leitura.registrada", messages: readings },
      ],
    });
    if (second === 70) {
      await late.connect();
      await late.subscribe({ topics: ["vendas.pedido.criado"], fromBeginning: true });
      await late.run({ eachMessage: () => pause(10) });
    } else if (second === 5) {
      // Its first offsets, so that its lag is known from the beginning.
      const admin = kafka.admin();
      await admin.connect();
      const partitions = [0, 1, 2, 3, 4, 5].map((partition) => ({ partition, offset: "0" }));
      await admin.setOffsets({ groupId: "faturamento", topic: "vendas.pedido.criado", partitions });
      await admin.disconnect();
    }
    await pause(1000);
  }
  await Promise.all([early, late, producer].map((each) => each.disconnect()));
}

const names = ["Ana Souza", "Bruno Lima", "Carla Dias", "Davi Rocha", "Elisa Melo"];

function order(number: number) {
  const value = {
    pedido: 1000 + number,
    cliente: { id: number % 97, nome: names[number % names.length] },
    itens: [{ sku: `SKU-${100 + (number % 800)}`, quantidade: 1 + (number % 3) }],
    total: Math.round((number * 37.77) % 90000) / 100,
    pago: number % 2 === 0,
    cupom: null,
  };
  return { key: `pedido-${value.pedido}`, value: JSON.stringify(value) };
}

void main();
