import { own } from "../../common/own";
import { type DerivedSetting, isDerived } from "../../components/brokers/derived-settings";
import { brokerSettingsProblems } from "../../components/brokers/settings-problems";
import { imageVariable, isOtherVersion } from "../../components/confluent-images";
import { brokerSettingProblem, unknownBrokerSetting } from "../../kafka/settings/broker";
import { brokerLimits } from "../../kafka/settings/broker-limits";
import { formatPath } from "../../common/paths";
import type { Problem } from "../problems";
import type { WellFormed } from ".";

/** What each setting that only the platform may set follows from. */
const sources: Readonly<Record<DerivedSetting, string>> = {
  "broker.id": "brokers",
  "node.id": "brokers",
  "zookeeper.connect": "zookeepers",
  "zookeeper.clientCnxnSocket": "the platform, whose ZooKeeper has no TLS",
  listeners: "brokerPort",
  "advertised.listeners": "advertisedHost and brokerPort",
  "listener.security.protocol.map": "brokerPort",
  "inter.broker.listener.name": "brokerPort",
  "security.inter.broker.protocol": "brokerPort",
  "control.plane.listener.name": "brokerPort",
  "early.start.listeners": "brokerPort",
  "log.dir": "the volume",
  "log.dirs": "the volume",
  "metadata.log.dir": "the volume",
  "process.roles": "the platform, which runs on ZooKeeper",
  "controller.listener.names": "the platform, which runs on ZooKeeper",
  "controller.quorum.voters": "the platform, which runs on ZooKeeper",
  "zookeeper.metadata.migration.enable": "the platform, which runs on ZooKeeper",
  "heap.opts": "brokerHeapMiB",
  host: "advertisedHost and brokerPort",
  port: "advertisedHost and brokerPort",
  "advertised.host": "advertisedHost and brokerPort",
  "advertised.port": "advertisedHost and brokerPort",
};

/** Finds settings that only the platform may set, and names that no setting can have. */
export function derivedBrokerSettings({ brokerSettings = {} }: WellFormed): Problem[] {
  return Object.keys(brokerSettings).flatMap((name) => {
    const source = own(sources, name);
    if (source) return problem(name, `cannot be set here; it follows from ${source}`);
    return /^[a-z][a-z0-9._-]*$/.test(name)
      ? []
      : problem(name, "must be the Kafka name of a broker setting, such as log.retention.hours");
  });
}

/**
 * Finds values that Kafka 3.5 does not accept, alone or in combination with others. It reports nothing if the image is
 * of another version: {@link otherVersionsSettings} does that.
 */
export function invalidBrokerSettings(values: WellFormed): Problem[] {
  return isOtherVersion(values.brokerImage) ? [] : judged(values);
}

/** The same as a warning, if the image's tag is another version's: its ranges may differ. */
export function otherVersionsSettings(values: WellFormed): Problem[] {
  return isOtherVersion(values.brokerImage)
    ? judged(values).map(({ path, message }) => ({
        path,
        message: `${message} (in Kafka 3.5; brokerImage is another version)`,
      }))
    : [];
}

/** Finds names of unknown settings, which brokers silently ignore. */
export function unknownBrokerSettings({ brokerSettings = {} }: WellFormed): Problem[] {
  return Object.keys(brokerSettings)
    .filter((name) => !isDerived(name) && !imageVariable.test(name))
    .flatMap((name) => {
      const message = unknownBrokerSetting(name);
      return message === undefined ? [] : problem(name, message);
    });
}

/** Finds settings with which brokers start but usual clients get nowhere: see {@link brokerLimits}. */
export function uselessBrokerSettings({ brokerSettings = {} }: WellFormed): Problem[] {
  return brokerLimits(brokerSettings)
    .filter(({ name }) => brokerSettingProblem(name, brokerSettings[name] ?? "") === undefined)
    .flatMap(({ name, message }) => problem(name, message));
}

/** Finds brokers that do not delete topics, although the stack wants topics deleted. */
export function brokersDeleteTopics({ deleteTopics, brokerSettings = {} }: WellFormed): Problem[] {
  const name = "delete.topic.enable";
  return deleteTopics && brokerSettings[name]?.trim().toLowerCase() === "false"
    ? problem(name, "is false, but deleteTopics is true; must be true, or no topic can be deleted")
    : [];
}

function judged({ brokerSettings = {}, brokers }: WellFormed): Problem[] {
  return brokerSettingsProblems(brokerSettings, brokers).flatMap(({ name, message }) =>
    problem(name, message),
  );
}

function problem(name: string, message: string): Problem[] {
  return [{ path: formatPath(["brokerSettings", name]), message }];
}
