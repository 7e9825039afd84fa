import { replayWithCli } from "./replay/cli-replay";
import { readRecording } from "./replay/recording";

/*
 * Replays some of the recordings through the real Pulumi CLI: that its engine finds the stand-in
 * where it would find the official plugin, and makes the same of its answers. What the answers are
 * is compared case by case in docker-provider.test.ts.
 */

// What depends on the engine most: a secret in the state, the order of replacements, failed creations.
const cases = [
  "container-secret-env",
  "container-unhealthy-initerror",
  "network-replace-with-container",
];

const firstPort = 30_600 + (process.pid % 10) * 210;

async function replay(name: string): Promise<string[]> {
  const prefix = `cli${process.pid}x${cases.indexOf(name)}`;
  return replayWithCli(readRecording(name, { prefix, firstPort, imageLabels: {} }), prefix);
}

// Beside each other: the command line waits for processes to start more than it works.
test.concurrent.each(cases)(
  "%s",
  async (name) => {
    expect(await replay(name)).toEqual([]);
  },
  600_000,
);
