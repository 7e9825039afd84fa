import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { DiffKind, DiffResult } from "./provider";

const kinds: Record<DiffKind, PropertyDiff.Kind> = {
  add: PropertyDiff.Kind.ADD,
  "add-replace": PropertyDiff.Kind.ADD_REPLACE,
  delete: PropertyDiff.Kind.DELETE,
  "delete-replace": PropertyDiff.Kind.DELETE_REPLACE,
  update: PropertyDiff.Kind.UPDATE,
  "update-replace": PropertyDiff.Kind.UPDATE_REPLACE,
};

/** A diff for the wire. */
export function diffResponse(result: DiffResult): DiffResponse {
  const paths = Object.keys(result.detailedDiff).sort();
  const replaces = paths.filter((path) => result.detailedDiff[path]?.endsWith("-replace"));
  const named = result.reportPaths ? (path: string) => path : topLevel;
  const response = new DiffResponse()
    .setHasdetaileddiff(true)
    .setStablesList([...result.stables])
    .setDiffsList([...new Set(paths.map(named))])
    .setReplacesList(replaces.map(named))
    .setDeletebeforereplace(result.deleteBeforeReplace && replaces.length > 0)
    .setChanges(
      paths.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE,
    );
  for (const path of paths) {
    const kind = result.detailedDiff[path] ?? "update";
    const difference = new PropertyDiff()
      .setKind(kinds[kind])
      // The engine looks up a property that was removed from the program among the old inputs.
      .setInputdiff(result.reportPaths === true && kind.startsWith("delete"));
    response.getDetaileddiffMap().set(path, difference);
  }
  return response;
}

function topLevel(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}
