import { basename } from "node:path";

/**
 * The argument that selects a stack, to follow the name of a make command; empty for make's default, `dev`.
 *
 * @param stack Its name, with or without an organization. Default: the current one.
 */
export function stackArgument(stack = process.env.PULUMI_STACK ?? "dev"): string {
  const name = basename(stack);
  return name === "dev" ? "" : ` STACK=${name}`;
}
