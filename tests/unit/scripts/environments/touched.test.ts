import { readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { listEnvironments } from "../../../../scripts/environments/list";
import { touchedEnvironments } from "../../../../scripts/environments/touched";

const environments = [
  { name: "dev", text: "config:\n  kafka-platform:target: docker\n" },
  {
    name: "production",
    text: 'config:\n  kafka-platform:topicsFile: "topics/orders.yaml" # all\n',
  },
  { name: "staging", text: "config:\n  kafka-platform:topicsFile: ./topics/orders.yaml\n" },
];
const all = ["dev", "production", "staging"];

test.each<[string[], string[]]>([
  [[], []],
  [["Pulumi.staging.yaml"], ["staging"]],
  [
    ["Pulumi.staging.yaml", "Pulumi.dev.yaml"],
    ["dev", "staging"],
  ],
  [["Pulumi.removed.yaml"], []],
  [["topics/orders.yaml"], ["production", "staging"]],
  [["topics/unused.yaml"], all],
  [["Pulumi.yaml"], all],
  [["package-lock.json"], all],
  [["components/brokers/brokers.ts"], all],
  [["kafka/topics/plan.ts", "README.md"], all],
  [["README.md", "docs/review.md", "CHANGELOG.md", "LICENSE", "Makefile"], []],
  [["tests/unit/settings/settings.test.ts", ".github/workflows/preview.yml", ".gitlab-ci.yml"], []],
  [
    [
      "bench/main.ts",
      "scripts/stack/status.ts",
      "offline/README.md",
      "examples/typescript/index.ts",
    ],
    [],
  ],
])("%j touches %j", (changed, expected) => {
  expect(touchedEnvironments(changed, environments)).toEqual(expected);
});

test("every file of the program touches every environment", () => {
  const root = path.join(__dirname, "../../../..");
  const folders = ["common", "components", "kafka", "program", "provider", "settings", "targets"];
  const rooms = folders.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" }).map(
      (file) => `${room}/${file}`,
    ),
  );
  const files = [...rooms, ...readdirSync(root).filter((file) => file.endsWith(".ts"))];
  const names = listEnvironments(root).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["dev", "staging"]));
  for (const file of files) {
    expect(touchedEnvironments([file], listEnvironments(root))).toEqual(names);
  }
});

test("more changes never touch fewer environments", () => {
  const file = fc.constantFrom("Pulumi.dev.yaml", "README.md", "index.ts", "topics/orders.yaml");
  fc.assert(
    fc.property(fc.array(file), fc.array(file), (some, more) => {
      const touched = touchedEnvironments([...some, ...more], environments);
      expect(touched).toEqual(expect.arrayContaining(touchedEnvironments(some, environments)));
    }),
  );
});
