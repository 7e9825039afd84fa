import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { notPortable } from "../../../scripts/checks/portable";

const root = path.join(__dirname, "../../..");
/** What needs Debian's packages, or a cluster made of them. */
const debian = ["scripts/with-cluster"];

/** The shell scripts that a user of macOS reaches. */
function scripts(): string[] {
  return ["scripts", "bench", "kafka", "offline/pulumi"]
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        path.join(folder, name),
      ),
    )
    .filter((name) => !debian.includes(name) && statSync(path.join(root, name)).isFile())
    .filter((name) =>
      /^#!.*sh$/m.test(readFileSync(path.join(root, name), "utf8").split("\n")[0]!),
    );
}

test("what a user of macOS runs uses nothing that GNU's tools, Linux or a newer bash alone have", () => {
  const files = ["Makefile", ...scripts()];
  expect(files).toEqual(
    expect.arrayContaining(["scripts/node-modules", "offline/pulumi/build", "bench/drill/run"]),
  );
  const found = files.flatMap((file) =>
    notPortable(readFileSync(path.join(root, file), "utf8")).map((line) => `${file}:${line}`),
  );
  expect(found).toEqual([]);
});

test.each([
  'mv -T "$fresh" "$bin"',
  "cp -Tr a b",
  "ln -sr a b",
  "install -D -m 755 a b",
  'cd "$(readlink -f "$0")"',
  "sed -i s/a/b/ file",
  String.raw`sed -n 's/^\([a-z-]*\):.* ## /\1\t/p' Makefile`,
  "grep -oP '(?<=a)b' file",
  "printf '%s' a | sort -V -C",
  "date -d yesterday",
  "date +%s%N",
  "stat -c %s file",
  "find . | xargs -r rm",
  "mktemp -p /tmp",
  "head -n -1 file",
  "docker ps | paste -sd' ')",
  "timeout 5 make up",
  "echo x; flock 9",
  "sha256sum file",
  "kill -0 /proc/1/stat",
  "mapfile -t lines",
  "declare -A names",
  "local -n name=$1",
  'echo "${name,,}"',
  'echo "${name@Q}"',
  "[[ -v name ]]",
  "wait -n",
  "make 2>&1 |& cat",
  "make &>> log",
  "exec {lock}>file",
  'options=()\nmake "${options[@]}"',
  "override export STACK := dev",
  "$(eval export override $(name) := 1)",
  "undefine STACK",
  "words != ls",
])("`%s` is found", (line) => {
  expect(notPortable(line)).toHaveLength(1);
});

test.each([
  "cp -R a b",
  "mv a b",
  "git diff --stat -- tests",
  String.raw`sed -n 's/^go //p' "$here/cli/go.mod"`,
  String.raw`printf 'a\tb\n'`,
  "sort -u file",
  "date -u +%s",
  "mktemp -d",
  "tail -n 20 log",
  "docker ps | paste -sd' ' -)",
  "docker run --rm image",
  'run=("$@" more)\n"${run[@]}"',
  'options=()\nmake ${options[@]+"${options[@]}"}',
  'make "${@:2}" &>/dev/null',
  "flock 9 # Linux",
  "override STACK := dev",
  "[[ $a != b ]]",
  "if command -v flock >/dev/null; then # macOS has none",
  "# sed -i is not used here",
  "timeouts: ## what a timeout is for",
])("`%s` is not", (line) => {
  expect(notPortable(line)).toEqual([]);
});
