import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../common/user-error";
import { capture } from "../setup/process";

/** A checkout in which commands run. */
export class Repository {
  constructor(private readonly folder: string) {}

  /** Why no release can be made here: another branch than this, something not committed, a tag that is there. */
  async obstacles(branch: string, tag: string): Promise<string[]> {
    const current = (await this.run("git", "branch", "--show-current")).trim();
    const status = (await this.run("git", "status", "--porcelain")).trimEnd();
    const tags = (await this.run("git", "tag", "--list", tag)).trim();
    return [
      ...(current === branch
        ? []
        : [`A release is made on ${branch}; this is ${current || "no branch"}.`]),
      ...(status === "" ? [] : [`The checkout must be clean. Commit or remove:\n${status}`]),
      ...(tags === "" ? [] : [`The tag ${tag} is there already.`]),
    ];
  }

  async head(): Promise<string> {
    return (await this.run("git", "rev-parse", "HEAD")).trim();
  }

  /** Runs a command to its end; returns what it printed. */
  async run(command: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await capture(command, args, { cwd: this.folder });
    if (code === 0) return stdout;
    const said = (stderr.trim() || stdout.trim()).split("\n").slice(-20).join("\n");
    throw new UserError(`${[command, ...args].join(" ")} failed:\n${said}`);
  }

  /** Runs a command and shows what it prints. */
  async show(signal: AbortSignal, command: string, ...args: string[]): Promise<void> {
    const code = await new Promise<number | string>((resolve) => {
      const stdio = ["ignore", "inherit", "inherit"] as const;
      spawn(command, args, { cwd: this.folder, stdio: [...stdio], signal })
        .on("error", (error) => resolve(error.message))
        .on("close", (exitCode, by) => resolve(exitCode ?? by ?? "no exit code"));
    });
    if (code !== 0) throw new UserError(`${[command, ...args].join(" ")} ended with ${code}.`);
  }

  /** @throws UserError if a file is missing, or if anything but these files has changed meanwhile. */
  async requireChanged(changed: readonly string[], added: readonly string[]): Promise<void> {
    const missing = added.filter((name) => !existsSync(join(this.folder, name)));
    if (missing.length > 0) throw new UserError(`No command has written ${missing.join(", ")}.`);
    const status = await this.run("git", "status", "--porcelain", "--untracked-files=all");
    const expected = new Set([...changed, ...added]);
    const others = status.split("\n").filter((line) => line && !expected.has(line.slice(3)));
    if (others.length === 0) return;
    throw new UserError(`Something else has changed meanwhile:\n${others.join("\n")}`);
  }

  /** Takes back to a commit what a release changes, and nothing else. */
  async restore(commit: string, paths: readonly string[]): Promise<void> {
    await this.run("git", "reset", "--quiet", commit);
    await this.run("git", "checkout", "--quiet", commit, "--", ...(await this.tracked(paths)));
    await this.run("git", "clean", "--quiet", "--force", "--", ...paths);
  }

  private async tracked(paths: readonly string[]): Promise<string[]> {
    const listed = await this.run("git", "ls-files", "-z", "--", ...paths);
    return listed.split("\0").filter((name) => name !== "");
  }
}
