import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { cacheFolder, findCommand } from "./places";

/** A short key for what is made from these files and words; it depends on each file's name and content. */
export function fingerprint(files: readonly string[], words: readonly string[] = []): string {
  const hash = createHash("sha256");
  for (const word of words) hash.update(`${word}\0`);
  for (const file of files) hash.update(`${basename(file)}\0`).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

/** The folder of a cache entry, or undefined if it does not exist yet. */
export function cached(name: string): string | undefined {
  const folder = join(cacheFolder, name);
  return existsSync(folder) ? folder : undefined;
}

/**
 * The folder of a cache entry, made if it is missing. It appears complete or not at all, and only
 * one of several runs makes it while the others wait.
 *
 * @param name Name of the entry, with the key of what it is made from.
 * @param make Fills a fresh folder, which becomes the entry unless this throws.
 */
export async function entry(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  return cached(name) ?? withLock(name, async () => cached(name) ?? (await fill(name, make)));
}

async function fill(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  removeUnfinished(name);
  const folder = mkdtempSync(join(cacheFolder, `.${name}-`));
  try {
    await make(folder);
    renameSync(folder, join(cacheFolder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return join(cacheFolder, name);
}

/** Removes what killed runs have left; the lock ensures that no other run is working on it. */
function removeUnfinished(name: string): void {
  if (!hasLocks()) return;
  for (const file of readdirSync(cacheFolder)) {
    if (!file.startsWith(`.${name}-`)) continue;
    rmSync(join(cacheFolder, file), { recursive: true, force: true });
  }
}

/** Runs `work` while no other run on this machine, from any checkout, does the same. */
export async function withLock<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  const locks = join(cacheFolder, "locks");
  mkdirSync(locks, { recursive: true });
  if (!hasLocks()) return work();
  // The lock is held as long as `cat` reads, so it is freed even if this process is killed.
  const holder = spawn("flock", [join(locks, name), "sh", "-c", "echo; cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  try {
    return await work();
  } finally {
    holder.stdin.end();
  }
}

/** macOS has no flock; entries still appear complete there, at worst made twice. */
function hasLocks(): boolean {
  return findCommand("flock") !== undefined;
}
