import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { isProperties, unknown, type Properties, type Value } from "./value";

// Markers of Pulumi's wire format; see sdk/go/common/resource/plugin in pulumi/pulumi.
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknownMarkers = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Decoded properties, and the names of those that are, or contain, a secret. */
export interface Decoded {
  readonly properties: Properties;
  readonly secrets: ReadonlySet<string>;
}

/** Reads properties from the wire. An absent message means no properties. */
export function decode(message: Struct | undefined): Decoded {
  const secrets = new Set<string>();
  const properties: Properties = {};
  for (const [name, raw] of Object.entries(message?.toJavaScript() ?? {})) {
    properties[name] = decodeValue(raw as Value, () => {
      // A provider marks its internal properties itself; see secret().

      if (!name.startsWith("__")) secrets.add(name);
    });
  }
  return { properties, secrets };
}

/**
 * Writes properties for the wire.
 *
 * @param secrets Names of the properties that are secret as a whole. A secret inside a list makes
 *   the list secret, because the provider may store its elements in another order.
 */
export function encode(properties: Properties, secrets: ReadonlySet<string> = new Set()): Struct {
  const encoded = Object.entries(properties).map(([name, value]) => [
    name,
    encodeValue(secrets.has(name) && !isSecret(value) ? secret(value) : value),
  ]);
  return Struct.fromJavaScript(Object.fromEntries(encoded) as Record<string, JavaScriptValue>);
}

/**
 * Writes properties of which most are as they were read: those are taken over from the message, because writing one with
 * thousands of entries takes as long as everything else about it.
 *
 * @param message What was read.
 * @param read The same, decoded.
 */
export function encodeFrom(
  message: Struct | undefined,
  { properties: before, secrets }: Decoded,
  properties: Properties,
): Struct {
  const isSame = (name: string) => before[name] === properties[name] && !secrets.has(name);
  const names = Object.keys(properties);
  const others = names.filter((name) => !isSame(name));
  const encoded = encode(
    Object.fromEntries(others.map((name) => [name, properties[name] ?? null])),
    secrets,
  );
  for (const name of names.filter(isSame)) {
    const value = message?.getFieldsMap().get(name);
    if (value) encoded.getFieldsMap().set(name, value);
  }
  return encoded;
}

/** Marks a value as secret, wherever it is in a result. */
export function secret(value: Value): Properties {
  return { [signatureKey]: secretSignature, value };
}

function isSecret(value: Value): boolean {
  return isProperties(value) && value[signatureKey] === secretSignature;
}

function decodeValue(raw: Value, foundSecret: () => void): Value {
  if (typeof raw === "string" && unknownMarkers.has(raw)) return unknown;
  if (Array.isArray(raw)) return raw.map((element) => decodeValue(element, foundSecret));
  if (!isProperties(raw)) return raw;
  if (raw[signatureKey] === secretSignature) {
    foundSecret();
    return decodeValue(raw.value ?? null, foundSecret);
  }
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, decodeValue(value, foundSecret)]),
  );
}

function encodeValue(value: Value): JavaScriptValue {
  if (value === unknown) return unknownMarker;
  if (Array.isArray(value)) return value.map(encodeValue);
  if (isProperties(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, encodeValue(inner)]),
    );
  }
  return value;
}
