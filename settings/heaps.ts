import { usualHeapMiB } from "../components/confluent-images";
import type { Problem } from "./problems";
import type { WellFormed } from "./rules";

/**
 * Finds a Java heap that takes all of the memory that its container may have, or more: the kernel would kill the
 * server once it uses it. On Docker, containers have no limit.
 */
export function heapsFitTheMemory(values: WellFormed): Problem[] {
  if (values.target !== "kubernetes") return [];
  return (["broker", "zookeeper"] as const).flatMap((server): Problem[] => {
    const [heapKey, memoryKey] = [`${server}HeapMiB`, `${server}MemoryMiB`] as const;
    const [heap, memory] = [values[heapKey], values[memoryKey]];
    if (heap === undefined || memory === undefined) return [];
    const size = heap || usualHeapMiB[server];
    if (size < memory) return [];
    return heap === 0
      ? [
          {
            path: memoryKey,
            message: `is ${memory}; must be more than the Java heap, ${size} MiB unless ${heapKey} says otherwise`,
          },
        ]
      : [
          {
            path: heapKey,
            message: `is ${heap}; must be less than ${memoryKey}, ${memory}, of which Java needs a part beside its heap`,
          },
        ];
  });
}
