/** Something that an upgrade takes away. */
export interface Loss {
  readonly operation: "replace" | "delete";
  readonly type: string;
  readonly name: string;
}

const verbs = { Replaces: "replace", Deletes: "delete" } as const;

/**
 * What the changelog announces that an upgrade from a release replaces or deletes: under the headings
 * `### Upgrade` of later releases, lines such as
 *
 *     - Replaces `docker:index/container:Container` `platform-kafka`: what for.
 *
 * @throws Error where the changelog has no such release.
 */
export function announcedSince(changelog: string, release: string): Loss[] {
  const sections = changelog.split(/^## /m).slice(1);
  const index = sections.findIndex((section) => section.startsWith(`[${release}]`));
  if (index < 0) throw new Error(`CHANGELOG.md has no release ${release}`);
  const upgrades = sections
    .slice(0, index)
    .flatMap((section) => section.split(/^### /m).filter((part) => part.startsWith("Upgrade\n")));
  const line = /^- (Replaces|Deletes) `([^`]+)` `([^`]+)`: ./gm;
  return upgrades.flatMap((part) =>
    [...part.matchAll(line)].map(([, verb, type = "", name = ""]) => ({
      operation: verbs[verb as keyof typeof verbs],
      type,
      name,
    })),
  );
}

/** What steps would take away without an announcement. */
export function unannounced(
  steps: readonly { readonly operation: string; readonly type: string; readonly name: string }[],
  announced: readonly Loss[],
): string[] {
  return steps
    .filter(({ operation }) => ["replace", "delete"].includes(operation))
    .filter(
      (step) =>
        !announced.some(
          ({ operation, type, name }) =>
            operation === step.operation && type === step.type && name === step.name,
        ),
    )
    .map(({ operation, type, name }) => `${operation} ${type} ${name}`);
}
