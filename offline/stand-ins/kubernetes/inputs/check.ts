import type { CheckFailure, CheckRequest, CheckResult } from "../../../../provider/sdk/provider";
import { isProperties, type Properties } from "../../../../provider/sdk/value";
import { checkAnnotations } from "../annotations";
import { kinds, unsupportedType } from "../kinds";
import { field, withMetadata } from "../object";
import { autoname } from "./autoname";
import { encodeStringData, markSecretData } from "./secret-data";

/** Completes the object that the program declares. */
export function checkInputs(request: CheckRequest, defaultNamespace: string): CheckResult {
  const kind = kinds[request.type];
  if (!kind) {
    const failures = [{ property: "", reason: unsupportedType(request.type) }];
    return { inputs: request.news, failures };
  }
  let inputs: Properties = {
    ...withoutNulls(request.news),
    apiVersion: kind.apiVersion,
    kind: kind.kind,
  };
  inputs = autoname(inputs, request);
  const metadata = field(inputs, "metadata");
  if (kind.namespaced && isProperties(metadata) && (metadata.namespace ?? "") === "") {
    inputs = withMetadata(inputs, { namespace: defaultNamespace });
  }
  if (kind.kind === "Secret") inputs = markSecretData(encodeStringData(inputs));
  return { inputs, failures: [...checkAnnotations(inputs), ...checkGenerateName(inputs)] };
}

function checkGenerateName(inputs: Properties): CheckFailure[] {
  if (field(inputs, "metadata", "generateName") === undefined) return [];
  const reason = "'generateName' is not supported by the offline kubernetes provider";
  return [{ property: "metadata.generateName", reason }];
}

function withoutNulls(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, isProperties(value) ? withoutNulls(value) : value]),
  );
}
