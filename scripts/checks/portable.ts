/** What a script that a macOS user reaches must not use: the tools there are BSD's, and bash is 3.2. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/\b(?:mv|cp|ln) -[a-zA-Z]*[Tt]/, "`-T` and `-t` of mv, cp and ln are GNU's"],
  [/\bcp (?:-[a-zA-Z]*[ud]\b|--)|\bln -[a-zA-Z]*r/, "BSD's cp and ln have no such option"],
  [/\binstall -[a-zA-Z]*[DT]/, "`install -D` is GNU's"],
  [/\breadlink -[a-zA-Z]*[efm]/, "`readlink -f` is new on macOS, `-e` and `-m` are GNU's"],
  [/\bsed (?:-[a-zA-Z]+ )*(?:-i|--)/, "`sed -i` takes an argument on BSD, and no long options"],
  [/\bsed\b.*\bs([/|,#]).*\1.*\\[tn].*\1/, "BSD's sed writes no `\\t` or `\\n`"],
  [/\bgrep (?:-\w+ )*-[a-zA-Z]*P/, "`grep -P` is GNU's"],
  [/\bsort (?:-\w+ )*-[a-zA-Z]*V/, "`sort -V` is GNU's"],
  [/\bdate (?:-\w+ )*(?:-d\b|--)|\+%\S*N/, "`date -d` and `%N` are GNU's"],
  [/(?<!-)\bstat (?:-[a-zA-Z]*c\b|--)/, "`stat -c` is GNU's"],
  [/\bxargs (?:-\w+ )*(?:-[a-zA-Z]*[rd]\b|--)/, "BSD's xargs has no such option"],
  [/\bmktemp (?:-\w+ )*(?:-p|--)/, "BSD's mktemp has no such option"],
  [/\bhead -[nc] ?-\d/, "`head -n -N` is GNU's"],
  [/\bpaste -\S+(?: ?' ')?\)?$/, "BSD's paste reads standard input only from `-`"],
  [
    /(?:^|[\s;&|(])(?:flock|setsid|timeout|nproc|tac|sha256sum|realpath|unshare)(?: |$)/,
    "macOS lacks it",
  ],
  [/\/proc\//, "macOS has no /proc"],
  [/\b(?:declare|local|typeset) -[a-zA-Z]*[Angl]/, "bash 3.2 has no such variables"],
  [/\$\{\w+(?:\[[@*]\])?(?:,,?|\^\^?|@[A-Za-z])/, "bash 3.2 has no such expansion"],
  [/\b(?:mapfile|readarray|coproc|EPOCHSECONDS|EPOCHREALTIME|BASHPID)\b/, "bash 3.2 lacks it"],
  // macOS has make 3.81; 3.82 allowed several modifiers and added the rest.
  [/\b(?:override|export) (?:export|override|private)\b/, "make 3.81 takes one modifier"],
  [/^undefine |^\w+ *!= |\$\(file |\w ::= /, "make 3.81 lacks it"],
  [/\[\[ -v |\bwait -n\b|\bexec \{\w+\}|\|&|&>>/, "bash 3.2 lacks it"],
];

/** The end of a line that macOS does not reach, or that takes macOS into account. */
const exempt = / # .*\b(?:Linux|macOS)\b.*$/;

/**
 * Finds what a shell script or a Makefile uses that macOS does not have.
 *
 * @returns A line for each, with its number, what is wrong, and what the script says there.
 */
export function notPortable(text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    if (exempt.test(line)) return [];
    // Remove comments and the Makefile's descriptions of commands.
    const code = line.replace(/(?:^|\s)# .*$|^[\w-]+:.* ## .*$/, "");
    const found = rules.filter(([pattern]) => pattern.test(code)).map(([, why]) => why);
    if (maybeEmpty(code, text)) found.push("bash 3.2 treats an empty list as unset");
    return found.map((why) => `${index + 1}: ${why}: ${line.trim()}`);
  });
}

/** Whether a line expands a list that may be empty other than with `${list[@]+"${list[@]}"}`. */
function maybeEmpty(code: string, text: string): boolean {
  const lists = [...code.matchAll(/(?<!\+)"\$\{(\w+)\[@\]\}"/g)].map((match) => match[1]);
  return lists.some((list) => new RegExp(String.raw`\b${list}=\(\)`).test(text));
}
