/** Says of a container, network or volume which stack of this project made it: nothing else is removed. */
export const stackLabel = "kafka-platform.stack";

/** The labels of what a stack makes. */
export function ownLabels(stack: string): { label: string; value: string }[] {
  return [{ label: stackLabel, value: stack }];
}
