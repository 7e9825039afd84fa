/** A command that succeeds if a server in the container answers with a status below 400; the image must have Python. */
export function answersAt(url: string): string[] {
  return ["python", "-c", `import urllib.request as u; u.urlopen("${url}", timeout=4)`];
}
