/** Host name of the first ZooKeeper server; others call it by this name. */
export const zooKeeperHost = "zookeeper";
/** What the volumes of a ZooKeeper server hold. */
export const zooKeeperContents = ["data", "logs"];

/** Host name of the first broker; others call it by this name. */
export const brokerHost = "kafka";
/** What a broker's volume holds. */
export const brokerContents = ["data"];

/** Host name of the web page inside the target. */
export const kafkaUiHost = "kafka-ui";
