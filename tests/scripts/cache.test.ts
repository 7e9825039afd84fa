import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type * as Cache from "../../scripts/setup/cache";

const folder = mkdtempSync(path.join(tmpdir(), "cache-test-"));
let cache: typeof Cache;

beforeAll(async () => {
  process.env.KAFKA_PLATFORM_CACHE = folder;
  cache = await import("../../scripts/setup/cache");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("several runs that want the same entry make it once, and see it whole", async () => {
  let made = 0;
  const make = async (fresh: string) => {
    made += 1;
    writeFileSync(path.join(fresh, "first"), "1");
    await sleep(300);
    writeFileSync(path.join(fresh, "second"), "2");
  };
  const entries = await Promise.all([1, 2, 3].map(() => cache.entry("tool-1", make)));
  expect(made).toBe(1);
  expect(new Set(entries)).toEqual(new Set([path.join(folder, "tool-1")]));
  expect(readdirSync(path.join(folder, "tool-1")).sort()).toEqual(["first", "second"]);
});

test("what fails half-way leaves nothing, and is made at the next try", async () => {
  const fail = (fresh: string) => {
    writeFileSync(path.join(fresh, "half"), "");
    return Promise.reject(new Error("interrupted"));
  };
  await expect(cache.entry("tool-2", fail)).rejects.toThrow("interrupted");
  expect(cache.cached("tool-2")).toBeUndefined();
  expect(readdirSync(folder).filter((name) => name.includes("tool-2-"))).toEqual([]);

  const made = await cache.entry("tool-2", (fresh) => {
    writeFileSync(path.join(fresh, "whole"), "");
    return Promise.resolve();
  });
  expect(readdirSync(made)).toEqual(["whole"]);
});

test("what a killed run left is removed by the next one", async () => {
  const left = mkdtempSync(path.join(folder, ".tool-3-"));
  await cache.entry("tool-3", () => Promise.resolve());
  expect(() => readdirSync(left)).toThrow("ENOENT");
});

test("a key changes with a file's content and with the words, and with nothing else", () => {
  const file = path.join(folder, "go.mod");
  writeFileSync(file, "module a");
  const key = cache.fingerprint([file], ["linux"]);
  expect(cache.fingerprint([file], ["linux"])).toBe(key);
  expect(cache.fingerprint([file], ["darwin"])).not.toBe(key);
  writeFileSync(file, `${readFileSync(file, "utf8")}b`);
  expect(cache.fingerprint([file], ["linux"])).not.toBe(key);
});
