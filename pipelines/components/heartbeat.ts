import type { HealthCheck } from "../../targets/target";

/** The file that a program without a port touches while it makes progress, or waits for messages. */
const file = "/tmp/heartbeat";
/** Its age in seconds; the commands are in every image that has a shell. */
const age = `$(($(date +%s) - $(date -r ${file} +%s)))`;

/** The health of a program that is only seen by its {@link file}. */
export const heartbeat: Pick<HealthCheck, "ready" | "alive"> = {
  ready: ["sh", "-c", `[ -e ${file} ] && [ ${age} -lt 60 ]`],
  // Before it exists, the program may be downloading what it needs.
  alive: ["sh", "-c", `[ ! -e ${file} ] || [ ${age} -lt 600 ]`],
};
