import { source as axeSource } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findCommand } from "../../../scripts/setup/places";

/** Debian's Chromium. As root it starts without its sandbox only; it opens pages of this project alone. */
export function launchBrowser(): Promise<Browser> {
  const command = findCommand("chromium");
  return chromium.launch({
    ...(command !== undefined && { executablePath: command }),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}

/** A page, and whatever went wrong in it: errors of its scripts, and what its security policy stopped. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  // Tests wait for real brokers, on machines that may be busy.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("dialog", (dialog) => {
    problems.push(`a dialog opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return { page, problems };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds wrong with the page as it is, of serious or critical impact. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Evaluated by the browser's own protocol, which the page's security policy does not hold for.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResult>("axe.run()");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ""}`),
    );
}
