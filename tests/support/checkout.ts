import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.join(__dirname, "../..");

/** A repository of a test's own that holds this project as it is, with a branch `main` at its origin. */
export class Checkout {
  readonly folder = mkdtempSync(path.join(tmpdir(), "checkout-test-"));

  constructor() {
    const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 16 * 1024 * 1024,
    });
    for (const file of files.split("\0").filter((name) => existsSync(path.join(root, name)))) {
      if (file === "" || file.startsWith("tests/")) continue;
      mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
      cpSync(path.join(root, file), path.join(this.folder, file));
    }
    symlinkSync(path.join(root, "node_modules"), path.join(this.folder, "node_modules"));
    this.git("init", "--quiet", "--initial-branch", "main");
    this.commit("the project");
    this.git("clone", "--quiet", "--bare", this.folder, `${this.folder}.git`);
    this.git("remote", "add", "origin", `${this.folder}.git`);
    this.git("fetch", "--quiet", "origin");
    this.git("checkout", "--quiet", "-b", "change");
  }

  commit(message: string): void {
    this.git("add", "--all");
    const author = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
    this.git(...author, "commit", "--quiet", "--message", message);
  }

  /** Runs a shell command in the checkout, as a user who is logged in to no backend. */
  run(command: string, environment: NodeJS.ProcessEnv) {
    const env = {
      ...process.env,
      PULUMI_HOME: path.join(this.folder, "home"),
      PULUMI_CREDENTIALS_PATH: undefined,
      PULUMI_BACKEND_URL: undefined,
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_OPTION_CONFIG_FILE: undefined,
      PULUMI_STACK: undefined,
      ...environment,
    };
    return new Promise<{ code: number; output: string }>((resolve) => {
      const args = ["-e", "-o", "pipefail", "-c", command];
      const child = execFile("bash", args, { cwd: this.folder, env }, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(`${this.folder}.git`, { recursive: true, force: true });
  }

  private git(...args: string[]): void {
    execFileSync("git", args, { cwd: this.folder, stdio: ["ignore", "ignore", "inherit"] });
  }
}
