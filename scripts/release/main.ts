import { parseArgs } from "node:util";
import { UserError } from "../../common/user-error";
import { clusterSuites } from "../checks/optional";
import { root } from "../setup/places";
import { runScript } from "../terminal/run-script";
import { type FixtureStep, release } from "./release";

/**
 * Releases the program: `make release VERSION=1.2.3`.
 *
 * Usage: main.ts --version VERSION [--skip TARGET]...
 *   --skip  leaves out the upgrade fixture of docker or kubernetes, which takes minutes and a real engine or cluster
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      version: { type: "string", default: "" },
      skip: { type: "string", multiple: true, default: [] },
    },
  });
  const fixtures = steps();
  const unknown = values.skip.filter((name) => !fixtures.some(({ target }) => target === name));
  if (unknown.length > 0) {
    throw new UserError(`--skip ${unknown.join(", ")}: must be docker or kubernetes.`);
  }
  const lines = await release({
    folder: root,
    version: values.version,
    date: new Date().toISOString().slice(0, 10),
    fixtures: fixtures.map((step) =>
      values.skip.includes(step.target) ? { ...step, skipped: "asked for" } : step,
    ),
  });
  console.log(lines.join("\n"));
}

function steps(): FixtureStep[] {
  const { lacks } = clusterSuites();
  const kubernetes =
    "scripts/with-stack staging --tools-only -- true && scripts/with-cluster make export-state-fixture TARGET=kubernetes";
  return [
    { target: "docker", command: ["make", "export-state-fixture", "TARGET=docker"] },
    {
      target: "kubernetes",
      command: ["sh", "-c", kubernetes],
      ...(lacks !== undefined && { skipped: lacks }),
    },
  ];
}

runScript(main);
