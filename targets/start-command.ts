/** The command of a container that runs lines for bash and then becomes another command, which receives the signals. */
export function startCommand(lines: readonly string[], command: readonly string[]): string[] {
  return ["bash", "-c", [...lines, 'exec "$@"'].join("\n"), "bash", ...command];
}
