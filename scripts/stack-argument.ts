import { basename } from "node:path";

/**
 * What a make command needs to mean a stack, to follow its name; nothing for make's default, `dev`.
 *
 * @param stack Its name, with or without an organization. Default: the current one.
 */
export function stackArgument(stack = process.env.PULUMI_STACK ?? "dev"): string {
  const name = basename(stack);
  return name === "dev" ? "" : ` STACK=${name}`;
}
