/** Path that the console is served at, such as `/kafka`; empty for the root. The server writes it into the page. */
export const basePath =
  document.querySelector<HTMLMetaElement>('meta[name="console-path"]')?.content ?? "";
