import Docker from "dockerode";
import { stackLabel } from "../../../targets/docker/own-label";
import { volumesOf } from "../../../targets/docker/volumes";
import type { KeptData, Storing } from "./kept-data";

/**
 * What a stack has left on the Docker engine: the volumes with its names and its label.
 *
 * @param label The stack, as its label has it.
 * @param storing Its workloads that store something.
 */
export async function dataOnDocker(
  label: string,
  { namePrefix }: { readonly namePrefix: string },
  storing: readonly Storing[],
): Promise<KeptData> {
  const engine = new Docker();
  const [{ Volumes: usage }, containers] = await Promise.all([
    engine.df() as Promise<{ Volumes: Volume[] | null }>,
    engine.listContainers({ all: true }),
  ]);
  const volumes = (usage ?? []).map((each) => ({ ...each, name: each.Name, labels: each.Labels }));
  const names = storing
    .flatMap(({ host, contents }) => volumesOf(volumes, host, contents, namePrefix))
    .map(({ name }) => name);
  const found = volumes.filter(({ name }) => names.includes(name));
  const isOwn = ({ labels }: Volume & { labels: Volume["Labels"] }) =>
    labels?.[stackLabel] === label;
  const own = found.filter(isOwn);
  return {
    where: "on the Docker engine",
    items: own.map(({ name, UsageData: data }) => ({
      name: `volume ${name}`,
      size: data && data.Size >= 0 ? inWords(data.Size) : "size unknown",
      users: containers
        .filter(({ Mounts: mounts }) => mounts.some((mount) => mount.Name === name))
        .map(({ Names: [first = ""] }) => `container ${first.slice(1)}`),
    })),
    left: found
      .filter((each) => !isOwn(each))
      .map(
        ({ name }) => `volume ${name}, without the label of the stack: docker volume rm ${name}`,
      ),
    remove: async () => {
      for (const { name } of own) await engine.getVolume(name).remove();
    },
  };
}

interface Volume {
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly UsageData?: { readonly Size: number } | null;
}

function inWords(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
