import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./places";
import { capture } from "./process";

const dayInMilliseconds = 24 * 60 * 60 * 1000;
const folder = join(cacheFolder, "unreachable");

/** Whether a host was found unreachable within the last day. */
export function isKnownUnreachable(host: string): boolean {
  const found = statSync(join(folder, fileName(host)), { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs < dayInMilliseconds;
}

/** Remembers for a day that a host is unreachable, to save every command from waiting for it. */
export function rememberUnreachable(host: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, fileName(host)), "");
}

/**
 * Whether a web host answers at all within about five seconds. A failure to connect is remembered for a day;
 * a later failure is not, because it may not happen again.
 */
export async function answers(url: string): Promise<boolean> {
  const { host } = new URL(url);
  if (isKnownUnreachable(host)) return false;
  const limits = ["--connect-timeout", "4", "--max-time", "6"];
  const silent = ["--silent", "--output", "/dev/null", "--write-out", "%{time_connect}"];
  const { code, stdout } = await capture("curl", [...silent, ...limits, url]);
  if (code === 0) rmSync(join(folder, fileName(host)), { force: true });
  else if (Number(stdout) === 0) rememberUnreachable(host);
  return code === 0;
}

function fileName(host: string): string {
  return host.replace(/[^\w.-]+/g, "_");
}
