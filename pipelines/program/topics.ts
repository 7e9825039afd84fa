import { connectTopics } from "../components/connect";
import { settingsError } from "../settings";
import type { Settings } from "../settings/schema";
import type { Platform } from "./platform";

/** A topic that a part needs, and the key that names it, or that switches the part on. */
interface Needed {
  readonly key: string;
  readonly topic: string;
}

function neededTopics(settings: Settings): Needed[] {
  const named = (...keys: (keyof Settings)[]) =>
    keys.map((key) => ({ key, topic: String(settings[key]) }));
  return [
    ...(settings.streamingJob ? named("streamingTopic", "rejectedTopic") : []),
    ...(settings.changeCapture
      ? [
          ...named("changesTopic", "rejectedChangesTopic"),
          ...Object.values(connectTopics).map((topic) => ({ key: "changeCapture", topic })),
        ]
      : []),
    ...(settings.nifi ? named("ordersTopic", "rejectedOrdersTopic") : []),
    ...(settings.nifi || settings.prefect ? named("paymentsTopic") : []),
    ...(settings.prefect ? named("rejectedPaymentsTopic") : []),
  ];
}

/**
 * Refuses pipelines on topics that the platform's stack does not declare: a topic that a client creates by itself would
 * have one partition, and no setting that anybody has chosen.
 *
 * @throws SettingsError that names each missing topic.
 */
export function refuseMissingTopics(settings: Settings, { stack, topics }: Platform): void {
  const missing = neededTopics(settings).filter(({ topic }) => !topics.includes(topic));
  if (missing.length === 0) return;
  throw settingsError(missing.map(({ key, topic }) => problemOf(key, topic, stack, settings)));
}

function problemOf(key: string, topic: string, stack: string, settings: Settings) {
  const short = stack.split("/").at(-1);
  const up = `make up${short === "dev" ? "" : ` STACK=${short}`}`;
  const isNamed = settings[key as keyof Settings] === topic;
  return {
    path: key,
    message:
      `${isNamed ? `is ${topic}` : `needs the topic ${topic}`}, which the stack ${stack} does not declare; ` +
      `add it to its topics as in Pulumi.dev.yaml or pipelines/topics.yaml, and run \`${up}\``,
  };
}
