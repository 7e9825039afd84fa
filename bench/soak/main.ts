import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openKafka, withAdmin } from "../../kafka/connections/kafka";
import { TestStack } from "../../tests/e2e/support/stack";
import { UserError } from "../../common/user-error";
import { countBooks } from "../drill/books";
import { Traffic } from "../drill/traffic";
import { describeMachine } from "../measure/machine";
import { brokerAddresses, platformConfig, platformSettings } from "../platform";
import { soakChart } from "./chart";
import { groupLag, observe, type Observation } from "./observe";
import { soakOptions, type SoakOptions } from "./options";
import { soakReport } from "./report";

const topic = "vendas.pedido.criado";
const group = "soak";
const secondsBetween = 5;

/** `make soak`: a steady load on its own platform for a while, observed all the time. */
async function soak(options: SoakOptions): Promise<void> {
  const machine = await describeMachine({});
  const config = await platformConfig("soak", 1);
  const stack = await TestStack.create("soak", config);
  let traffic: Traffic | undefined;
  try {
    await stack.up();
    const addresses = brokerAddresses(platformSettings(config));
    const containers = await stack.containers();
    traffic = new Traffic(addresses, topic, group, options.rate);
    const observations: Observation[] = [];
    const kafka = await openKafka({ via: "direct", addresses });
    await withAdmin(kafka, async (admin) => {
      const started = Date.now();
      const since = () => (Date.now() - started) / 1000;
      while (since() < options.minutes * 60) {
        const lag = () => groupLag(admin, group, topic);
        observations.push(await observe(since(), stack.prefix, containers, lag));
        await pause(secondsBetween * 1000);
      }
    });
    await traffic.stop();
    const count = countBooks(traffic.entries());
    const images = join(options.output, "images");
    mkdirSync(images, { recursive: true });
    writeFileSync(join(images, "soak.svg"), soakChart(observations));
    const report = soakReport(options, observations, count, machine);
    writeFileSync(join(options.output, "soak.md"), report);
    console.log(report);
    if (count.lost > 0) process.exitCode = 1;
  } finally {
    await traffic?.remove();
    await stack.remove();
  }
}

async function main(): Promise<void> {
  await soak(soakOptions(process.argv.slice(2)));
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
