import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { attempt, docker, run } from "../../tests/e2e/support/command";

const mebibytes = 512;

/** A small file system in memory under a broker's volume, which can be filled up. Mounting it takes root. */
export class SmallDisk {
  private constructor(private readonly folder: string) {}

  /** Mounts it: before the engine starts, which sees only what is mounted then. */
  static async mount(): Promise<SmallDisk> {
    const folder = mkdtempSync(path.join(tmpdir(), "drill-disk-"));
    await run("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m,mode=0777`, "none", folder]);
    return new SmallDisk(folder);
  }

  /** Makes a volume of it: before the platform does, which then takes it over. */
  async makeVolume(name: string): Promise<void> {
    await docker(
      ...["volume", "create", "--opt", "type=none", "--opt", "o=bind"],
      ...["--opt", `device=${this.folder}`, name],
    );
  }

  /** Takes all the room that is left. */
  async fill(): Promise<void> {
    // It ends when there is no room any more, with an error.
    await attempt("dd", ["if=/dev/zero", `of=${this.filler}`, "bs=64k"]);
  }

  /** Gives the room back. */
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
