import { zooKeeperEnvironment } from "../../../components/zookeeper/zookeeper";
import {
  settingVariables,
  zooKeeperConflict,
  zooKeeperSettingProblem,
} from "../../../components/zookeeper/settings";

test("settings go by the image's variables, or as properties of the Java machine", () => {
  expect(
    settingVariables({
      maxClientCnxns: "100",
      "jute.maxbuffer": "4194304",
      "4lw.commands.whitelist": "srvr,ruok",
      snapCount: "50000",
    }),
  ).toEqual({
    ZOOKEEPER_MAX_CLIENT_CNXNS: "100",
    KAFKA_OPTS:
      "-Dzookeeper.4lw.commands.whitelist=srvr,ruok -Djute.maxbuffer=4194304 -Dzookeeper.snapCount=50000",
  });
  expect(settingVariables({})).toEqual({});
});

test("ZooKeeper removes old snapshots unless it is told otherwise", () => {
  const environment = (settings: Record<string, string>) =>
    zooKeeperEnvironment({ number: "1" }, ["zookeeper"], { heapMiB: 0, settings });
  expect(environment({})).toEqual({
    ZOOKEEPER_CLIENT_PORT: "2181",
    ZOOKEEPER_AUTOPURGE_PURGE_INTERVAL: "24",
    ZOOKEEPER_AUTOPURGE_SNAP_RETAIN_COUNT: "3",
  });
  expect(environment({ "autopurge.purgeInterval": "0" })).toMatchObject({
    ZOOKEEPER_AUTOPURGE_PURGE_INTERVAL: "0",
  });
});

test.each([
  ["maxClientCnxns", "100", undefined],
  ["autopurge.snapRetainCount", "3", undefined],
  ["snapCount", "many", "is many; must be a whole number from 1 to 2147483647"],
  ["autopurge.snapRetainCount", "2", "is 2; must be a whole number from 3 to 2147483647"],
  // ZooKeeper reads it into 32 bits: with more it would restart for ever.
  [
    "autopurge.purgeInterval",
    "99999999999",
    "is 99999999999; must be a whole number from 0 to 2147483647",
  ],
  ["tickTime", "-5", "is -5; must be a whole number from 1 to 2147483647"],
  ["tickTime", "2147483648", "is 2147483648; must be a whole number from 1 to 2147483647"],
  ["maxSessionTimeout", "-1", undefined],
  ["admin.serverPort", "80", "is 80; must be a whole number from 1024 to 65535"],
  [
    "tickTime",
    "1\n".repeat(90),
    `is ${"1 ".repeat(39).trimEnd()}...; must be a whole number from 1 to 2147483647`,
  ],
  ["skipACL", "true", "is true; must be yes or no"],
  ["4lw.commands.whitelist", "srvr -Dx=y", "is srvr -Dx=y; must be text without blanks"],
  [
    "clientPort",
    "2181",
    "cannot be set here; it follows from the platform: brokers and health checks use it",
  ],
  ["dataDir", "/tmp", "cannot be set here; it follows from the volume"],
  ["server.1", "x", "cannot be set here; it follows from zookeepers"],
  [
    "maxClientCnxn",
    "1",
    "is not a setting of ZooKeeper 3.6 that the image accepts; did you mean maxClientCnxns?",
  ],
  ["constructor", "1", "is not a setting of ZooKeeper 3.6 that the image accepts"],
])("%s: %s", (name, value, problem) => {
  expect(zooKeeperSettingProblem(name, value)).toBe(problem);
});

// As QuorumPeerConfig of ZooKeeper 3.6.4 takes and refuses them.
test.each<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [{ minSessionTimeout: "60000" }, undefined],
  [
    { minSessionTimeout: "60001" },
    "minSessionTimeout is 60001; must be at most maxSessionTimeout, 60000, or ZooKeeper does not start",
  ],
  [{ maxSessionTimeout: "6000" }, undefined],
  [
    { maxSessionTimeout: "5999" },
    "maxSessionTimeout is 5999; must be at least minSessionTimeout, 6000, or ZooKeeper does not start",
  ],
  [{ tickTime: "2000", maxSessionTimeout: "4000" }, undefined],
  [
    { tickTime: "2000", maxSessionTimeout: "3999" },
    "maxSessionTimeout is 3999; must be at least minSessionTimeout, 4000, or ZooKeeper does not start",
  ],
  [
    { minSessionTimeout: "7000", maxSessionTimeout: "6000" },
    "minSessionTimeout is 7000; must be at most maxSessionTimeout, 6000, or ZooKeeper does not start",
  ],
  [{ minSessionTimeout: "-1", maxSessionTimeout: "-1" }, undefined],
  [{ minSessionTimeout: "long", maxSessionTimeout: "6000" }, undefined],
])("session timeouts %j", (settings, expected) => {
  const conflict = zooKeeperConflict(settings);
  expect(conflict && `${conflict.name} ${conflict.message}`).toBe(expected);
});
