/** Where the check reads processes and keeps its notes; tests use other places. */
export interface AliveCheckPlaces {
  /** Default: /proc. */
  readonly processes?: string;
  /** Default: /tmp. */
  readonly notes?: string;
}

/**
 * A command that succeeds while a server in the same container is alive: it answers, or it makes progress and either
 * has not answered yet or has no open port. A broker opens its port only once it has recovered its logs, however long
 * that takes, and a ZooKeeper server answers nothing before it has read its snapshot. Progress shows in the processor
 * time and the bytes read and written of everything that the container's first process has started, compared with the
 * previous check.
 *
 * @param answers Shell command that succeeds when the server answers.
 */
export function aliveCommand(
  port: number,
  answers: string,
  { processes = "/proc", notes = "/tmp" }: AliveCheckPlaces = {},
): string[] {
  const script = [
    `if timeout 5 bash -c "$1" 2>/dev/null; then touch ${notes}/alive-answered; exit 0; fi`,
    "# One that has answered, and still listens, hangs.",
    `if [[ -e ${notes}/alive-answered ]] && timeout 2 bash -c '</dev/tcp/localhost/${port}' 2>/dev/null; then exit 1; fi`,
    "# What follows a process's name in its stat, from 0: 3 is the session, 11 to 14 processor time.",
    'fields() { read -r stat <"$1/stat" && field=(${stat##*) }); }',
    `fields ${processes}/1`,
    "session=${field[3]}",
    `progress=$(for each in ${processes}/[0-9]*; do`,
    "  # A check like this one is in a session of its own.",
    '  if fields "$each" && [[ ${field[3]} == "$session" ]]; then echo "$each ${field[*]:11:4}"; cat "$each/io"; fi',
    "done 2>/dev/null)",
    `if [[ "$progress" == "$(cat ${notes}/alive-progress 2>/dev/null)" ]]; then exit 1; fi`,
    `echo "$progress" >${notes}/alive-progress`,
  ].join("\n");
  return ["bash", "-c", script, "bash", answers];
}
