import type { Problem } from "../problems";
import type { Values } from "../schema";
import { services } from "../services";
import { patches, type WorkloadName } from "../templates/workloads";
import type { WellFormed } from ".";

/**
 * Finds a memory limit of a Docker container in which the server's Java heap does not fit: the kernel would kill the
 * server once it uses that much.
 */
export function heapsFitTheContainers(values: WellFormed): Problem[] {
  if (values.target !== "docker") return [];
  return services.flatMap(({ host, heap: of }): Problem[] => {
    const [own, all] = [values.containers?.[host as WorkloadName], values.containers?.all];
    const memory = own?.memoryMiB ?? all?.memoryMiB;
    if (of === undefined) return [];
    const heap = values[of.key];
    if (memory === undefined || heap === undefined) return [];
    const size = heap || of.usualMiB;
    const path = `containers.${own?.memoryMiB === undefined ? "all" : host}.memoryMiB`;
    const heapInWords = `the Java heap of ${host}, ${size} MiB`;
    return size < memory
      ? []
      : [
          {
            path,
            message: `is ${memory}; must be more than ${heapInWords}${heap === 0 ? ` unless ${of.key} says otherwise` : ` (${of.key})`}, as Java needs more than its heap`,
          },
        ];
  });
}

/** Finds a CPU limit above what the engine has: it refuses to create such a container. */
export function cpusFitTheEngine(
  { containers }: Pick<Values, "containers">,
  cpus: number,
): Problem[] {
  return patches("containers", containers).flatMap(({ at, patch }) =>
    patch.cpus === undefined || Number(patch.cpus) <= cpus
      ? []
      : [
          {
            path: `${at}.cpus`,
            message: `is ${patch.cpus}; must be at most the CPUs of the Docker engine, ${cpus}`,
          },
        ],
  );
}
