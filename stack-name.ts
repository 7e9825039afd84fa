import * as pulumi from "@pulumi/pulumi";

/** Name of the stack that is being deployed, with its organization and project: what the engine reads states by. */
export function fullStackName(): string {
  return [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
}
