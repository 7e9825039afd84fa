import { docker } from "../../tests/e2e/support/command";
import type { TestStack } from "../../tests/e2e/support/stack";
import { officialWaits } from "../platform";
import { measureCommand } from "../measure/command";
import { byBeginning, serverSpans, type ServerStart, spansOf } from "./waterfall";
import type { TimedEvent, Waterfall } from "./waterfall";

/** Runs one `up` of a stack and records where its time goes, from the engine's and the containers' events. */
export async function recordWaterfall(stack: TestStack): Promise<Waterfall> {
  const events: TimedEvent[] = [];
  const started = Date.now();
  const { seconds } = await measureCommand(
    "pulumi",
    ["up", "--yes", "--skip-preview", "--json"],
    { ...stack.commandEnvironment, ...officialWaits },
    (line, at) => {
      if (line.startsWith("{")) events.push({ at, event: JSON.parse(line) as TimedEvent["event"] });
    },
  );
  const servers = await Promise.all(
    (await stack.containers()).map((name) => serverStart(stack.prefix, name, started)),
  );
  const spans = [...spansOf(events, seconds), ...servers.flatMap(serverSpans)].sort(byBeginning);
  return { spans, seconds };
}

/** What the servers log when they start to serve clients. */
const serves = /started \(kafka\.server\.KafkaServer\)|binding to port .*:2181/;

async function serverStart(prefix: string, name: string, begin: number): Promise<ServerStart> {
  const since = (time: string) => (Date.parse(time) - begin) / 1000;
  const [startedAt = ""] = await docker(
    ...["inspect", "--format", "{{.State.StartedAt}}", `${prefix}${name}`],
  );
  const lines = await docker("logs", "--timestamps", `${prefix}${name}`);
  const said = lines.find((line) => serves.test(line));
  return {
    name,
    startedAt: since(startedAt),
    ...(said && { servesAt: since(said.split(" ")[0] ?? "") }),
  };
}
