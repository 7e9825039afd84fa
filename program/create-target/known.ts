import * as pulumi from "@pulumi/pulumi";
import { fullStackName } from "../stack-name";

/**
 * Whether the stack's state says where a platform is: a stack without outputs was never deployed, or its state was
 * lost. If the outputs cannot be read, the stack counts as known.
 */
export async function hasOutputs(): Promise<boolean> {
  try {
    const answer = (await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {
      name: fullStackName(),
    })) as {
      readonly outputs?: object;
    };
    return answer.outputs === undefined || Object.keys(answer.outputs).length > 0;
  } catch {
    return true;
  }
}
