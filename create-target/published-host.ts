import type { Settings } from "../settings";
import { brokerPlaceholder } from "../settings/schema";

/** The host that clients outside are told, which may be another one for each broker. */
export function publishedHost({ advertisedHost }: Settings): (replica: string) => string {
  return (replica) => advertisedHost.replaceAll(brokerPlaceholder, replica);
}
