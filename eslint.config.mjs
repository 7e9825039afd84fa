import path from "node:path";
import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

const [kafkaClient, anyPulumi] = ["^kafkajs(/|$)", "^@pulumi/"];
const clouds = ["^@pulumi/docker", "^@pulumi/kubernetes"];

/** A pattern of what the files of one folder write to import those of another. */
function importing(here, other) {
  return `^${path.posix.relative(here, other).replaceAll(".", String.raw`\.`)}(/|$)`;
}

/** What the files of each folder must not import: folders of this project, and packages. See docs/architecture.md. */
function layers(rules) {
  return Object.entries(rules).flatMap(([folder, { folders, packages }]) =>
    [0, 1, 2].map((depth) => {
      const here = path.posix.join(folder, "x/".repeat(depth));
      const patterns = [...packages, ...folders.map((other) => importing(here, other))];
      return {
        files: [`${folder}/${"*/".repeat(depth)}*.ts`],
        rules: {
          "no-restricted-imports": ["error", { patterns: patterns.map((regex) => ({ regex })) }],
        },
      };
    }),
  );
}

export default tseslint.config(
  { ignores: ["node_modules/", ".local/", "**/.venv/"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { __dirname: "readonly", __filename: "readonly", process: "readonly" },
    },
  },
  {
    files: ["examples/node/*.mjs"],
    languageOptions: {
      globals: Object.fromEntries(
        ["AbortController", "clearTimeout", "console", "process", "setTimeout", "TextDecoder"].map(
          (name) => [name, "readonly"],
        ),
      ),
    },
  },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/naming-convention": [
        "error",
        { selector: "variableLike", format: ["camelCase"], leadingUnderscore: "allow" },
        // A class that is imported dynamically keeps its name.
        { selector: "variable", modifiers: ["destructured"], format: null },
        { selector: "typeLike", format: ["PascalCase"] },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    // UI components are functions named like types.
    files: ["**/*.tsx"],
    rules: {
      "@typescript-eslint/naming-convention": [
        "error",
        { selector: "variable", format: ["camelCase"] },
        { selector: "function", format: ["camelCase", "PascalCase"] },
        { selector: "typeLike", format: ["PascalCase"] },
      ],
    },
  },
  {
    files: ["index.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ regex: String.raw`^\./pipelines(/|$)` }] }],
    },
  },
  ...layers({
    common: {
      folders: [
        ...["components", "kafka", "pipelines", "program", "provider", "scripts", "settings"],
        "targets",
      ],
      packages: [anyPulumi, kafkaClient],
    },
    settings: {
      folders: ["pipelines", "program", "provider", "scripts", "targets"],
      packages: [anyPulumi, kafkaClient],
    },
    components: {
      folders: [
        ...["pipelines", "program", "scripts", "settings", "targets/docker", "targets/kubernetes"],
      ],
      packages: [...clouds, kafkaClient],
    },
    targets: {
      folders: ["components", "kafka", "pipelines", "program", "provider", "scripts", "settings"],
      packages: [kafkaClient],
    },
    kafka: {
      folders: ["components", "pipelines", "program", "provider", "scripts", "settings"],
      packages: [anyPulumi],
    },
    provider: {
      folders: ["components", "pipelines", "program", "scripts", "settings"],
      packages: [...clouds, kafkaClient],
    },
    program: { folders: ["pipelines", "scripts"], packages: [...clouds, kafkaClient] },
    bench: { folders: ["pipelines"], packages: [] },
    examples: { folders: ["pipelines"], packages: [] },
    pipelines: { folders: ["scripts"], packages: [...clouds, kafkaClient] },
    "pipelines/settings": {
      folders: [
        ...["pipelines/components", "pipelines/program", "program", "provider", "scripts"],
        "targets",
      ],
      packages: [anyPulumi, kafkaClient],
    },
    "pipelines/components": {
      folders: [
        ...["pipelines/program", "pipelines/settings", "program", "scripts", "settings"],
        ...["targets/docker", "targets/kubernetes"],
      ],
      packages: [...clouds, kafkaClient],
    },
  }),
  prettier,
);
