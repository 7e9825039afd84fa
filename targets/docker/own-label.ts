/** Label that says which stack of this project created a container, network or volume: nothing else is removed. */
export const stackLabel = "kafka-platform.stack";

/** The labels of what a stack creates. */
export function ownLabels(stack: string): { label: string; value: string }[] {
  return [{ label: stackLabel, value: stack }];
}
