import type { Settings } from "../../settings";
import { brokerPlaceholder } from "../../settings/schema";

/** The host that is advertised to clients outside, which may differ for each broker. */
export function publishedHost({ advertisedHost }: Settings): (replica: string) => string {
  return (replica) => advertisedHost.replaceAll(brokerPlaceholder, replica);
}
