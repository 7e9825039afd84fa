import * as pulumi from "@pulumi/pulumi";
import { Buckets, Password } from "../../provider/pipelines/resources";
import type { Connection } from "../../targets/connection";
import type { Target, Workload, WorkloadArgs } from "../../targets/target";
import { instancesOf } from "./instances";
import { storedVolume } from "./stored";

/** Arguments of {@link ObjectStore}. */
export interface ObjectStoreArgs {
  readonly target: Target;
  readonly image: string;
  readonly publishedPort: number;
  readonly storageGiB: number;
  /** Whether its data stays when the stack is destroyed. */
  readonly retainData: boolean;
  readonly startTimeoutSeconds: number;
  readonly buckets: readonly string[];
  /** Hosts of the workloads that use it. */
  readonly clients: readonly string[];
}

/** How a workload next to the object store reaches it. */
export interface StoreAccess {
  /** URL of the S3 interface. */
  readonly endpoint: string;
  readonly accessKey: pulumi.Output<string>;
  readonly secretKey: pulumi.Output<string>;
  /** What must exist before it can be used: its buckets. */
  readonly ready: pulumi.Resource;
}

const port = 8333;
const configFile = "/etc/seaweedfs/s3.json";

/** An object store with the interface of S3: SeaweedFS on one volume, with generated keys. */
export class ObjectStore extends pulumi.ComponentResource {
  public readonly workload: Workload;
  public readonly access: StoreAccess;
  /** How the machine that runs the program reaches its S3 interface. */
  public readonly connection: pulumi.Input<Connection>;

  constructor(name: string, args: ObjectStoreArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:ObjectStore", name, {}, options);
    const key = (which: string, length: number) =>
      new Password(`${name}-${which}`, { length }, { parent: this }).text;
    const [accessKey, secretKey] = [key("access-key", 20), key("secret-key", 40)];
    const workload = objectStoreWorkload(args, { accessKey, secretKey });
    this.workload = args.target.workload(name, workload, { parent: this });
    const [host = ""] = args.target.hosts(workload.host, 1);
    this.connection = args.target.connection(workload, "s3");
    const ready = new Buckets(
      name,
      {
        connection: this.connection,
        ...{ names: args.buckets, accessKey, secretKey },
        // Its volume may have been removed by hand: the next one has no buckets.
        trigger: instancesOf(this.workload),
      },
      { parent: this, dependsOn: this.workload.resources, deletedWith: this.workload.created[0] },
    );
    this.access = { endpoint: `http://${host}:${port}`, accessKey, secretKey, ready };
    this.registerOutputs({ endpoint: this.access.endpoint });
  }
}

/**
 * The store's own ports listen on its loopback address. The S3 interface, which demands keys, is open to others, and so is,
 * on Docker, its gRPC port, 18333: both have one address.
 */
function objectStoreWorkload(
  args: ObjectStoreArgs,
  keys: Pick<StoreAccess, "accessKey" | "secretKey">,
): WorkloadArgs {
  return {
    host: "object-store",
    image: args.image,
    replicas: 1,
    command: [],
    args: [
      ...["server", "-dir=/data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3"],
      ...[`-s3.port=${port}`, "-s3.ip.bind=0.0.0.0", `-s3.config=${configFile}`],
      // Each bucket takes several volumes, which are files in the folder, and would by the image's default have their
      // full size from the beginning.
      ...["-volume.max=200", "-master.volumeSizeLimitMB=1024", "-master.volumePreallocate=false"],
      // By default it waits ten seconds for others to notice that it stops: there are none.
      "-volume.preStopSeconds=1",
    ],
    userId: 1000,
    setsUser: true,
    environment: () => ({}),
    files: [{ path: configFile, content: pulumi.output(keys).apply(identities) }],
    ports: [{ name: "s3", number: port, published: args.publishedPort, clients: args.clients }],
    volumes: [
      storedVolume("object-store", "data", {
        ...{ path: "/data", sizeGiB: args.storageGiB, retain: args.retainData },
      }),
    ],
    health: {
      ready: ["wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${port}/healthz`],
      intervalSeconds: 2,
      timeoutSeconds: 5,
      retries: 5,
      startSeconds: 60,
      deadlineSeconds: args.startTimeoutSeconds,
    },
    resources: { cpuMillicores: 100, memoryMiB: 512 },
    stopGraceSeconds: 45,
  };
}

function identities(keys: { readonly accessKey: string; readonly secretKey: string }): string {
  const actions = ["Admin", "Read", "Write", "List", "Tagging"];
  return JSON.stringify({ identities: [{ name: "pipelines", credentials: [keys], actions }] });
}
