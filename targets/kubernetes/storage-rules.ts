/** What is read about a storage class. */
export interface StorageClassFacts {
  readonly name: string;
  /** Whether volumes that name no class get this one. */
  readonly isDefault: boolean;
  /** Whether its volumes can grow. */
  readonly allowsExpansion: boolean;
}

/**
 * Says why a cluster would not provide volumes of a storage class (empty: its default), to follow the setting's name.
 */
export function judgeStorageClass(
  classes: readonly StorageClassFacts[],
  storageClass: string,
): string | undefined {
  const names = classes.map(({ name }) => name).sort();
  const advice = names.length > 0 ? `must be one of ${names.join(", ")}` : "add one to the cluster";
  if (storageClass === "") {
    return classes.some(({ isDefault }) => isDefault)
      ? undefined
      : `is empty, and the cluster has no default storage class; ${advice}`;
  }
  return names.includes(storageClass)
    ? undefined
    : `is ${storageClass}, which the cluster does not have; ${advice}`;
}

const otherStack = "copy the data to a new stack";

/**
 * Says why a volume cannot have a size, to follow the setting's name: Kubernetes only lets volumes grow.
 *
 * @param volume What has the current size, such as `claim data-web-0`.
 */
export function sizeProblem(volume: string, thereGiB: number, wantedGiB: number) {
  return wantedGiB >= thereGiB
    ? undefined
    : `is ${wantedGiB}, but ${volume} has ${thereGiB} GiB, and a volume cannot shrink; ` +
        `set it to at least ${thereGiB}, or ${otherStack}`;
}

/**
 * Says why a volume cannot be of a storage class, to follow the setting's name: a volume never changes its class.
 *
 * @param volume What has the current class, such as `claim data-web-0`.
 */
export function classProblem(volume: string, there: string, wanted: string): string | undefined {
  return wanted === there
    ? undefined
    : `is ${wanted || "empty"}, but ${volume} is of class ${there}, which cannot change; ` +
        `set it back to ${there}, or ${otherStack}`;
}

/** Says why volumes of a class cannot grow, to follow the setting's name; undefined if they can. */
export function growthProblem(
  volume: string,
  sizes: { readonly thereGiB: number; readonly wantedGiB: number },
  storageClass: string,
  classes: readonly StorageClassFacts[],
): string | undefined {
  const found = classes.find(({ name }) => name === storageClass);
  if (found?.allowsExpansion) return undefined;
  const why = !storageClass
    ? "it has no storage class"
    : found
      ? `its storage class, ${storageClass}, does not let volumes grow (allowVolumeExpansion)`
      : `its storage class, ${storageClass}, no longer exists`;
  return (
    `is ${sizes.wantedGiB}, but ${volume} has ${sizes.thereGiB} GiB, and ${why}; ` +
    `set it back to ${sizes.thereGiB}, or ${otherStack} with another class`
  );
}
