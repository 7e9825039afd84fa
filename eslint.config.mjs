import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", ".local/"] },
  js.configs.recommended,
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
    // The program's layers: what is deployed, how it is deployed, talking to Kafka.
    files: ["components/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            "@pulumi/docker*",
            "@pulumi/kubernetes*",
            "kafkajs",
            "**/targets/docker*",
            "**/targets/kubernetes*",
          ],
        },
      ],
    },
  },
  {
    files: ["targets/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: ["kafkajs", "**/kafka/*", "**/components/*"] },
      ],
    },
  },
  prettier,
);
