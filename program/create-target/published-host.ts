import type { Settings } from "../../settings";
import { brokerPlaceholder } from "../../settings/schema";

/** The host that is advertised to clients outside, which may differ for each broker. */
export function publishedHost({ advertisedHost }: Settings): (replica: string) => string {
  return (replica) => advertisedHost.replaceAll(brokerPlaceholder, replica);
}

/** The annotations of the Service that opens the ports of a broker. */
export function externalAnnotations({
  externalAnnotations: given,
}: Pick<Settings, "externalAnnotations">): (replica: string) => Record<string, string> {
  return (replica) =>
    Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        value.replaceAll(brokerPlaceholder, replica),
      ]),
    );
}
