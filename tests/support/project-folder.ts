import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "..", "..");

/** A folder for the files of a test inside the project, where nothing of it is committed; its path is relative. */
export function projectFolder(): { readonly name: string; remove(): void } {
  const local = path.join(root, ".local");
  mkdirSync(local, { recursive: true });
  const folder = mkdtempSync(path.join(local, "test-"));
  return {
    name: path.relative(root, folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
