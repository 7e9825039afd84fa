import { spawn } from "node:child_process";

/** How a command of Pulumi ended. */
export interface PulumiEnd {
  readonly code: number;
  /** What it said, in so far as it was piped. */
  readonly said: string;
}

/** How a command of Pulumi runs. */
export interface PulumiRun {
  /** Added to the environment. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Whether standard output stays what it is, a terminal with moving lines, so that errors alone are heard. Default: false. */
  readonly keepsTerminal?: boolean;
}

/**
 * Runs a command of Pulumi, which is seen as it runs. Ctrl-C, which a terminal sends to both, is Pulumi's to answer:
 * it ends in good order, or at once where it comes twice.
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
