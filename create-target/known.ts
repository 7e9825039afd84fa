import * as pulumi from "@pulumi/pulumi";

/**
 * Whether the stack's state says where a platform is: no outputs are those of a stack that was never deployed, or
 * whose state was lost. A stack of which that cannot be told counts as known.
 */
export async function hasOutputs(): Promise<boolean> {
  try {
    const name = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
    const answer = (await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name })) as {
      readonly outputs?: object;
    };
    return answer.outputs === undefined || Object.keys(answer.outputs).length > 0;
  } catch {
    return true;
  }
}
