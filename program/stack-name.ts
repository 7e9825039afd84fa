import * as pulumi from "@pulumi/pulumi";

/** Full name of the stack that is being deployed, with its organization and project: the engine reads states by it. */
export function fullStackName(): string {
  return [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
}
