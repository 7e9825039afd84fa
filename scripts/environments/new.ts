import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../../common/user-error";
import { root } from "../setup/places";
import { listEnvironments } from "./list";
import { newEnvironment } from "./new-environment";
import { runScript } from "../terminal/run-script";

/**
 * Creates the file of a new environment.
 *
 * Usage: new.ts NAME [--from ENVIRONMENT] [--production]
 */
function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { from: { type: "string", default: "dev" }, production: { type: "boolean" } },
  });
  const [name] = positionals;
  if (!name) throw new UserError("Give it a name: make new-env NAME=qa");
  const text = newEnvironment({
    name,
    from: values.from,
    production: values.production ?? false,
    environments: listEnvironments(root),
    project: readFileSync(join(root, "Pulumi.yaml"), "utf8"),
  });
  const file = `Pulumi.${name}.yaml`;
  if (existsSync(join(root, file))) throw new UserError(`${file} already exists.`);
  writeFileSync(join(root, file), text);
  console.log(
    [
      `Created ${file}. Its differences from ${values.from}:`,
      `  git diff --no-index Pulumi.${values.from}.yaml ${file}`,
      "To see what it would deploy, and to deploy it once the file is reviewed:",
      `  make preview STACK=${name}`,
      `  make up STACK=${name}`,
    ].join("\n"),
  );
}

runScript(main);
