import type { Problem } from "../problems";
import type { WellFormed } from ".";
import { services } from "../services";

const heaps = services.flatMap(({ heap }) => heap ?? []);

/**
 * Finds a Java heap as large as its container's memory limit, or larger: the kernel would kill the server once it uses
 * that much. On Docker a container may use all of the engine's memory, unless `containers` limits it: see
 * {@link heapsFitTheEngine} and `heapsFitTheContainers`.
 */
export function heapsFitTheMemory(values: WellFormed): Problem[] {
  if (values.target !== "kubernetes") return [];
  return heaps.flatMap(({ key: heapKey, memory: memoryKey, usualMiB }): Problem[] => {
    const [heap, memory] = [values[heapKey], values[memoryKey]];
    if (heap === undefined || memory === undefined) return [];
    const size = heap || usualMiB;
    if (size < memory) return [];
    return heap === 0
      ? [
          {
            path: memoryKey,
            message: `is ${memory}; must be more than the Java heap, ${size} MiB unless ${heapKey} sets another size`,
          },
        ]
      : [
          {
            path: heapKey,
            message: `is ${heap}; must be less than ${memoryKey}, ${memory}, as Java needs memory outside its heap`,
          },
        ];
  });
}

/** Finds a Java heap as large as the machine's memory, or larger: Java does not start, or the kernel kills it. */
export function heapsFitTheEngine(
  values: Pick<WellFormed, "brokerHeapMiB" | "zookeeperHeapMiB">,
  memoryMiB: number,
): Problem[] {
  return heaps.flatMap(({ key: path, usualMiB }): Problem[] => {
    const heap = values[path] ?? 0;
    const size = heap === 0 ? usualMiB : heap;
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
