import { usualHeapMiB } from "../../components/confluent-images";
import type { Problem } from "../problems";
import type { WellFormed } from ".";

const servers = ["broker", "zookeeper"] as const;

/**
 * Finds a Java heap as large as its container's memory limit, or larger: the kernel would kill the server once it uses
 * that much. On Docker a container may use all of the engine's memory: see {@link heapsFitTheEngine}.
 */
export function heapsFitTheMemory(values: WellFormed): Problem[] {
  if (values.target !== "kubernetes") return [];
  return servers.flatMap((server): Problem[] => {
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

/** Finds a Java heap as large as the machine's memory, or larger: Java does not start, or the kernel kills it. */
export function heapsFitTheEngine(
  values: Pick<WellFormed, "brokerHeapMiB" | "zookeeperHeapMiB">,
  memoryMiB: number,
): Problem[] {
  return servers.flatMap((server): Problem[] => {
    const path = `${server}HeapMiB` as const;
    const heap = values[path] ?? 0;
    const size = heap === 0 ? usualHeapMiB[server] : heap;
    return size < memoryMiB
      ? []
      : [
          {
            path,
            message: `is ${heap === 0 ? `0, the image's ${size}` : heap}; must be less than the memory of the Docker engine, ${memoryMiB} MiB`,
          },
        ];
  });
}
