import { setTimeout as pause } from "node:timers/promises";

/**
 * The official plugin polls a network or a volume every 2 s, and looks for the first time after as long
 * (`StateChangeConf.Delay` in pulumi-docker 5.2.0). `make bench` asks for these waits, so that its figures are those
 * that users of the official plugin see.
 */
export const officialWait = async (): Promise<void> => {
  if (process.env.KAFKA_PLATFORM_OFFICIAL_WAITS === "true") await pause(2000);
};
