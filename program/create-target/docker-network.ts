/** Name of the platform's network on a Docker engine, without the prefix. */
export const network = "kafka-platform";
