import { setTimeout as pause } from "node:timers/promises";
import { countBooks, longestSilence } from "./books";
import { type Fault, faults } from "./faults";
import type { DrillOptions } from "./options";
import { DrillPlatform } from "./platform";
import { drawOrder, seeded } from "./random";
import { readTopic } from "./read-topic";
import type { DrillResults, Outcome } from "./report";
import { Traffic } from "./traffic";

const topic = "vendas.pedido.criado";
const messagesPerSecond = 100;
/** A fault counts as over when this many messages have been acknowledged after the recovery. */
const proof = 100;

/** Deploys a platform, damages it again and again under load, and counts what its clients saw. */
export async function drill(
  options: DrillOptions,
  may: { readonly root: boolean; readonly ownEngine: boolean },
): Promise<DrillResults> {
  const isPossible = ({ needs }: Fault) =>
    needs === undefined || (needs === "root" ? may.root : may.ownEngine);
  const random = seeded(options.seed);
  const order = drawOrder(faults.filter(isPossible), options.faults, random);
  const deadline = Date.now() + options.minutes * 60_000;
  console.log(`Deploying the platform${may.ownEngine ? " on its own engine" : ""} ...`);
  const platform = await DrillPlatform.deploy(may.ownEngine);
  const { addresses } = platform;
  const traffic = new Traffic(addresses, topic, "drill", messagesPerSecond);
  try {
    await acknowledged(traffic, Date.now());
    const outcomes: Outcome[] = [];
    let failure: string | undefined;
    for (const fault of order) {
      if (Date.now() > deadline) break;
      console.log(`${outcomes.length + 1} of ${order.length}: ${fault.title} ...`);
      try {
        const outcome = await survive(fault, platform, traffic, random);
        outcomes.push(outcome);
        console.log(`  ${JSON.stringify(outcome)}`);
      } catch (error) {
        // Nothing can be measured on a platform that is not back; what was counted before is still worth a report.
        console.error(error);
        failure = fault.title;
        break;
      }
    }
    await traffic.stop();
    return {
      outcomes,
      ...(failure !== undefined && { failure }),
      total: countBooks(traffic.entries()),
      missing: failure === undefined ? (await missingFrom(addresses, traffic)).length : 0,
      leftOut: faults.filter((fault) => !isPossible(fault)).map(({ title }) => title),
    };
  } finally {
    await traffic.remove();
    await platform.remove();
  }
}

async function survive(
  fault: Fault,
  platform: DrillPlatform,
  traffic: Traffic,
  random: () => number,
): Promise<Outcome> {
  const begin = Date.now();
  await fault.inflict(platform, random);
  const { recovery, runs } = await recover(platform);
  await acknowledged(traffic, Date.now());
  const end = Date.now();
  const ofFault = messagesBetween(traffic, begin, end);
  await delivered(traffic, ofFault);
  const missing = await missingFrom(platform.addresses, traffic);
  if (missing.length > 0) console.error(`  missing in the topic: ${missing.join(" ")}`);
  return {
    title: fault.title,
    silence: longestSilence(traffic.entries(), begin),
    recovery,
    runs,
    count: countBooks(traffic.entries(), ofFault),
    missing: missing.length,
    isUnchanged: await platform.isUnchanged(),
  };
}

/** Runs the command until it succeeds, at most three times; the times are added up. */
async function recover(platform: DrillPlatform): Promise<{ recovery: number; runs: number }> {
  const started = Date.now();
  for (let runs = 1; ; runs++) {
    try {
      await platform.recover();
      return { recovery: (Date.now() - started) / 1000, runs };
    } catch (error) {
      if (runs === 3) throw error;
      console.error(
        `  run ${runs} of the recovery: ${(error as Error).message.trim().split("\n").at(-1)}`,
      );
    }
  }
}

/** The acknowledged messages that the topic no longer holds. */
async function missingFrom(addresses: readonly string[], traffic: Traffic): Promise<number[]> {
  // In this order: messages acknowledged meanwhile may be past the end offsets of the read.
  const entries = traffic.entries();
  const kept = await readTopic(addresses, topic);
  return entries
    .filter(({ what, message }) => what === "a" && !kept.has(message))
    .map(({ message }) => message);
}

/** Selects the messages that a producer sent within a time range. */
function messagesBetween(traffic: Traffic, begin: number, end: number) {
  const numbers = traffic
    .entries()
    .filter(({ what, at }) => what !== "d" && at >= begin && at <= end)
    .map(({ message }) => message);
  const [first, last] = [numbers[0] ?? 0, numbers.at(-1) ?? -1];
  return (message: number) => message >= first && message <= last;
}

/** Returns when enough has been acknowledged since a time, or after two minutes. */
async function acknowledged(traffic: Traffic, from: number): Promise<void> {
  for (const deadline = Date.now() + 120_000; traffic.acknowledgedSince(from) < proof;) {
    if (Date.now() > deadline) throw new Error("nothing was acknowledged for two minutes");
    await pause(200);
  }
}

/** Returns when everything acknowledged has been delivered, or after a minute; what is missing then counts as lost. */
async function delivered(traffic: Traffic, isMeant: (message: number) => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(500)) {
    if (countBooks(traffic.entries(), isMeant).lost === 0) return;
  }
}
