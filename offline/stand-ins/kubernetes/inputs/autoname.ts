import { createHash, randomBytes } from "node:crypto";
import { isProperties, type Properties } from "../../../../provider/sdk/value";
import { autonamedAnnotation, isAutonamed } from "../annotations";
import { field, text, withMetadata } from "../object";

/** What a generated name is derived from. */
export interface NameSource {
  /** Inputs of the last deployment, whose generated name is kept. */
  readonly olds: Properties;
  /** Name in the program. */
  readonly name: string;
  readonly urn: string;
  /** Makes the deployment use the preview's name; may be empty. */
  readonly randomSeed: Uint8Array;
  /** Name that follows from the user's autonaming settings. */
  readonly proposedName?: string;
}

/** Names an object that the program does not name: `<name>-<8 hexadecimal digits>`. */
export function autoname(object: Properties, source: NameSource): Properties {
  const metadata = object.metadata ?? {};
  // A name that is not known yet counts as a name.
  if (!isProperties(metadata) || ![undefined, null, ""].includes(metadata.name as never)) {
    return object;
  }
  const kept = isAutonamed(source.olds) ? text(source.olds, "metadata", "name") : "";
  const annotations = field(metadata, "annotations");
  return withMetadata(object, {
    name: kept || (source.proposedName ?? `${source.name}-${suffix(source)}`),
    annotations: {
      ...(isProperties(annotations) ? annotations : {}),
      [autonamedAnnotation]: "true",
    },
  });
}

function suffix({ randomSeed, urn }: NameSource): string {
  const bytes =
    randomSeed.length > 0
      ? createHash("sha256").update(randomSeed).update(urn).digest()
      : randomBytes(4);
  return bytes.toString("hex").slice(0, 8);
}
