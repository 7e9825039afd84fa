import { spawn } from "node:child_process";

/** How a Pulumi command ended. */
export interface PulumiEnd {
  readonly code: number;
  /** Its output, as far as it was piped. */
  readonly said: string;
}

/** How a Pulumi command runs. */
export interface PulumiRun {
  /** Added to the environment. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Whether standard output stays a terminal with moving lines; then only errors are captured. Default: false. */
  readonly keepsTerminal?: boolean;
}

/**
 * Runs a Pulumi command and shows its output as it runs. A terminal sends Ctrl-C to both processes; Pulumi handles
 * it: it ends in good order, or at once if pressed twice.
 */
export function runPulumi(
  args: readonly string[],
  { environment = {}, keepsTerminal = false }: PulumiRun = {},
): Promise<PulumiEnd> {
  const wait = () => undefined;
  process.on("SIGINT", wait);
  const child = spawn("pulumi", args, {
    env: { ...process.env, ...environment },
    stdio: keepsTerminal ? ["inherit", "inherit", "pipe"] : ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from?.on("data", (data: Buffer) => {
      said += data.toString();
      to.write(data);
    });
  }
  return new Promise<PulumiEnd>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, said }));
  }).finally(() => process.off("SIGINT", wait));
}
