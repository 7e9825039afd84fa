import { version } from "../../../offline/console/package.json";
import { buildImages } from "../../../scripts/setup/build-images";
import { findCommand } from "../../../scripts/setup/places";
import { runLogged } from "../../../scripts/setup/process";
import { UserError } from "../../../common/user-error";

/** The console's image. */
export const consoleImage = `kafka-lab/console:${version}`;

/** Gets what the tests in a browser need: Debian's Chromium, and the console's image even where Kafka UI's can be pulled. */
export default async function setUp(): Promise<void> {
  const announce = (what: string) => process.stderr.write(`${what} ...\n`);
  if (!findCommand("chromium")) {
    if (!findCommand("apt-get") || process.getuid?.() !== 0) {
      throw new UserError("The tests in a browser need Chromium: install the command `chromium`.");
    }
    announce("installing Chromium");
    const install =
      "apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium";
    await runLogged("chromium", "sh", ["-c", install], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  await buildImages([consoleImage], announce);
}
