import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { configReference } from "../../../scripts/generate/reference";
import { productionRules } from "../../../settings/rules/production-rules";
import { schema as pipelinesSchema } from "../../../pipelines/settings/schema";
import { schema } from "../../../settings/schema";
import { dependencies, engines } from "../../../package.json";

const root = path.join(__dirname, "../../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const docs = readdirSync(path.join(root, "docs")).filter((name) => name.endsWith(".md"));
const pages = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"],
  ...["offline/README.md", "examples/README.md"],
  ...["kcat", "node", "python", "typescript"].map((name) => `examples/${name}/README.md`),
  ...docs.map((name) => `docs/${name}`),
];

test("the README is one page", () => {
  expect(read("README.md").split("\n").length).toBeLessThanOrEqual(160);
});

test("the map lists every page", () => {
  const map = read("docs/README.md");
  expect(docs.filter((name) => name !== "README.md" && !map.includes(`](${name})`))).toEqual([]);
});

test("the configuration reference is what `make config-reference` writes", () => {
  const page = read("docs/configuration.md");
  // Prettier pads the columns.
  const unpadded = (text: string) => text.replaceAll(/ +\|/g, " |").replaceAll(/-{3,}/g, "---");
  expect(unpadded(page)).toBe(unpadded(configReference(read("Pulumi.yaml"), page)));
  const pipelines = read("docs/pipelines.md");
  expect(unpadded(pipelines)).toBe(
    unpadded(configReference(read("pipelines/Pulumi.yaml"), pipelines, pipelinesSchema, 3)),
  );
});

test("the configuration reference has every key", () => {
  const page = read("docs/configuration.md");
  expect(Object.keys(schema).filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
});

test("the tested versions are those that the project uses", () => {
  const page = read("docs/install.md");
  const table = page.slice(page.indexOf("## Tested versions"), page.indexOf("## Commands"));
  const images = [...read("Pulumi.yaml").matchAll(/default: (\S+:v?\d\S*)$/gm)].map(
    ([, image = ""]) => image,
  );
  const kubernetes = /k8s\.io\/kubernetes v(\S+)/.exec(read("offline/kubernetes/go.mod"))?.[1];
  const used = [
    ...images.map((image) => image.replace("confluentinc/cp-z", "cp-z")),
    ...["pulumi", "docker", "kubernetes"].map((name) =>
      new Map(Object.entries(dependencies)).get(`@pulumi/${name}`),
    ),
    engines.node.replace(">=", ""),
    kubernetes,
  ];
  expect(used).toHaveLength(8);
  expect(used.filter((each) => each === undefined || !table.includes(each))).toEqual([]);
});

test("docs/environments.md has the rules for production, with what they do", () => {
  const table = [...read("docs/environments.md").matchAll(/^\| `(\w+)` +\| (refused|warned) /gm)];
  expect(Object.fromEntries(table.map(([, name = "", severity]) => [name, severity]))).toEqual(
    Object.fromEntries(
      Object.entries(productionRules).map(([name, { severity }]) => [name, severity]),
    ),
  );
});

test("docs/install.md has the commands that `make help` lists", () => {
  const listed = [...read("Makefile").matchAll(/^([a-z-]+): ## /gm)].map(([, name = ""]) => name);
  expect(listed.length).toBeGreaterThan(5);
  const page = read("docs/install.md");
  expect(listed.filter((name) => !page.includes(`| \`make ${name}\` `))).toEqual([]);
});

test("what docs/architecture.md names is there", () => {
  const folders = readdirSync(root).filter((name) => statSync(path.join(root, name)).isDirectory());
  const named = [...read("docs/architecture.md").matchAll(/`(([\w-]+)\/[\w./-]*)`/g)]
    .filter(([, , folder = ""]) => folders.includes(folder))
    .map(([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
});

test.each(pages)("links in %s lead somewhere", (page) => {
  expect(links(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
});

test("a link to a missing page or heading is found", () => {
  const broken = ["missing.md", "README.md#missing", "#missing"];
  expect(broken.map((link) => leadsSomewhere("docs/topics.md", link))).toEqual(
    broken.map(() => false),
  );
  expect(leadsSomewhere("README.md", "docs/topics.md#fewer-brokers")).toBe(true);
});

/** Targets of the links in a page that stay within the project. */
function links(page: string): string[] {
  const prose = read(page).replaceAll(/^```[\s\S]*?^```/gm, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? page : path.join(path.dirname(page), file);
  if (!existsSync(path.join(root, target))) return false;
  return anchor === undefined || anchors(read(target)).includes(anchor);
}

/** Anchors of headings, as GitHub makes them. */
function anchors(text: string): string[] {
  const headings = [...text.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.*)$/gm)];
  return headings.map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
