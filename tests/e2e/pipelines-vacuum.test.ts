import path from "node:path";
import { packages } from "../../pipelines/components/spark-job";
import { docker, root } from "./support/command";
import { machineImages } from "./support/pipelines";

// The batch job's own functions in Spark's image, on a folder: nothing else has to run for it.
let container: string;

beforeAll(async () => {
  const submit = [
    ...["/opt/spark/bin/spark-submit", "--master", "local[2]", "--driver-memory", "640m"],
    ...["--packages", packages.join(","), "--conf", "spark.jars.ivy=/tmp/ivy"],
    ...["--conf", "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension"],
    ...[
      "--conf",
      "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
    ],
    ...["--conf", "spark.sql.shuffle.partitions=2", "/opt/pipelines/vacuum.py"],
  ];
  const variables = {
    ...{ BRONZE_TABLE: "/tmp/bronze", SILVER_TABLE: "/tmp/silver", GOLD_TABLE: "/tmp/gold" },
    ...{ WINDOW_SECONDS: "60", LATE_SECONDS: "0" },
  };
  const environment = Object.entries(variables).flatMap(([name, value]) => [
    "--env",
    `${name}=${value}`,
  ]);
  [container = ""] = await docker(
    "create",
    ...environment,
    String(machineImages().sparkImage),
    ...submit,
  );
  await docker("cp", `${path.join(root, "pipelines/spark")}/.`, `${container}:/opt/pipelines`);
  const script = path.join(root, "tests/e2e/spark/vacuum.py");
  await docker("cp", script, `${container}:/opt/pipelines/vacuum.py`);
});

afterAll(async () => {
  if (container) await docker("rm", "--force", "--volumes", container);
});

test("VACUUM keeps the files of the last seven days, and of older ones only those of the newest version", async () => {
  const lines = await docker("start", "--attach", container);
  const printed = lines.find((line) => line.startsWith("{"));
  expect(JSON.parse(printed ?? "null")).toEqual({ files: [3, 3, 1], rows: [["a", 1]] });
});
