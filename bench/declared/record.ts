import { KafkaPlatform } from "../../components/platform";
import { platformOptions } from "../../program/platform-options";
import type { Settings } from "../../settings";
import type { Target } from "../../targets/target";
import { recordResources, type Registered, settled } from "../../tests/unit/support/mocks";

const registered = recordResources();

/** What the program declares for some settings. Deploys nothing and asks no engine. */
export async function declaredResources(
  settings: Settings,
  target: () => Target,
): Promise<Registered[]> {
  registered.length = 0;
  new KafkaPlatform("platform", { target: target(), ...platformOptions(settings) });
  await settled();
  return [...registered];
}
