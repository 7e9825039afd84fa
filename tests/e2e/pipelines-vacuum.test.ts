import path from "node:path";
import { submitOptions } from "../../pipelines/components/spark-job";
import { docker, root } from "./support/command";
import { machineImages } from "./support/pipelines";

// The batch job's own functions in Spark's image, on tables in a folder: nothing else has to run for it.
let container: string | undefined;

afterAll(async () => {
  if (container) await docker("rm", "--force", "--volumes", container);
});

test("VACUUM keeps the files of the last seven days, and of older ones only those of the newest version", async () => {
  const tables = {
    BRONZE_TABLE: "/tmp/bronze",
    SILVER_TABLE: "/tmp/silver",
    GOLD_TABLE: "/tmp/gold",
  };
  const variables = { ...tables, WINDOW_SECONDS: "60", LATE_SECONDS: "0" };
  const folder = "/opt/pipelines";
  [container] = await docker(
    "create",
    ...Object.entries(variables).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    String(machineImages().sparkImage),
    "/opt/spark/bin/spark-submit",
    ...submitOptions(640),
    `${folder}/vacuum.py`,
  );
  const copy = (from: string, to: string) =>
    docker("cp", path.join(root, from), `${container}:${folder}/${to}`);
  await copy("pipelines/spark/.", "");
  await copy("tests/e2e/spark/vacuum.py", "vacuum.py");
  const printed = await docker("start", "--attach", String(container));
  const found = printed.find((line) => line.startsWith("{"));
  expect(JSON.parse(found ?? "null")).toEqual({ files: [3, 3, 1], rows: [["a", 1]] });
});
