import type { Settings } from "../../settings";
import { KubernetesTarget } from "../../targets/kubernetes";
import { declaredResources } from "./record";

/** A Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The Kubernetes objects that the program declares, the namespace first. */
export async function declaredManifests(settings: Settings): Promise<Manifest[]> {
  const { namespace, storageClass, external, advertisedHost } = settings;
  const resources = await declaredResources(
    settings,
    () =>
      new KubernetesTarget("kubernetes", {
        namespace,
        context: "",
        kubeconfig: "",
        retainNamespace: settings.retainData,
        protectNamespace: false,
        createNamespace: settings.createNamespace,
        storageClass,
        imagePullSeconds: settings.imagePullTimeoutSeconds,
        external,
        publishedHost: () => advertisedHost,
        externalAnnotations: () => settings.externalAnnotations,
        externalSourceRanges: settings.externalSourceRanges,
        podPatches: settings.podTemplates,
        claims: undefined,
      }),
  );
  return resources
    .filter(({ type }) => /^kubernetes:(?!index)/.test(type))
    .map(({ name, inputs }) => named(inputs as unknown as Manifest, name))
    .sort((a, b) => Number(b.kind === "Namespace") - Number(a.kind === "Namespace"));
}

/** Pulumi names the objects that the program does not name. */
function named(manifest: Manifest, name: string): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, name: manifest.metadata.name ?? name } };
}
