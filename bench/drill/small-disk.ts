import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { attempt, docker, run } from "../../tests/e2e/support/command";

const mebibytes = 512;

/** A small in-memory file system under a broker's volume, which can be filled up. Mounting it needs root. */
export class SmallDisk {
  private constructor(private readonly folder: string) {}

  /** Mounts it. Call it before the engine starts, which sees only what is mounted by then. */
  static async mount(): Promise<SmallDisk> {
    const folder = mkdtempSync(path.join(tmpdir(), "drill-disk-"));
    await run("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m,mode=0777`, "none", folder]);
    return new SmallDisk(folder);
  }

  /** Creates a volume on it. Call it before the platform is deployed, which then takes the volume over. */
  async makeVolume(name: string): Promise<void> {
    await docker(
      ...["volume", "create", "--opt", "type=none", "--opt", "o=bind"],
      ...["--opt", `device=${this.folder}`, name],
    );
  }

  /** Fills all the remaining space. */
  async fill(): Promise<void> {
    // It ends with an error when no space is left.
    await attempt("dd", ["if=/dev/zero", `of=${this.filler}`, "bs=64k"]);
  }

  /** Frees the space again. */
  free(): void {
    rmSync(this.filler, { force: true });
  }

  async remove(): Promise<void> {
    await attempt("umount", ["--lazy", this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get filler(): string {
    return path.join(this.folder, "filler");
  }
}
