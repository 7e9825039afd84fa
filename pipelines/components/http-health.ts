/** A command that succeeds if a server in the container answers with a status below 400; the image must have Python. */
export function answersAt(url: string): string[] {
  return ["python", "-c", `import urllib.request as u; u.urlopen("${url}", timeout=4)`];
}

/** A command that succeeds if a server in the container answers with status 200; the image must have bash. */
export function answersToBash(port: number, path: string): string[] {
  const lines = [
    `exec 3<>/dev/tcp/127.0.0.1/${port}`,
    String.raw`printf 'GET ${path} HTTP/1.0\r\n\r\n' >&3`,
    "read -r status <&3",
    '[[ $status == *" 200 "* ]]',
  ];
  return ["bash", "-c", lines.join("\n")];
}
