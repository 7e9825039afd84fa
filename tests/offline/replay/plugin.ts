import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** The executable that the Pulumi CLI starts. */
export const pluginPath = join(
  __dirname,
  "../../../offline/stand-ins/docker/pulumi-resource-docker",
);

/** The stand-in plugin, run as the Pulumi CLI runs it: by a link from another folder. */
export class Plugin {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    readonly client: ResourceProviderClient,
  ) {}

  static async start(environment: NodeJS.ProcessEnv = process.env): Promise<Plugin> {
    const folder = mkdtempSync(join(tmpdir(), "docker-plugin-"));
    const link = join(folder, "pulumi-resource-docker");
    symlinkSync(pluginPath, link);
    const started = spawn(link, ["127.0.0.1:1"], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: started.stdout });
    const [port] = (await once(lines, "line")) as [string];
    const client = new ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
    );
    return new Plugin(started, folder, client);
  }

  /** Configures the plugin; resolves to the error if it refuses. */
  configure(config: Record<string, string>): Promise<grpc.ServiceError | null> {
    const request = new ConfigureRequest().setArgs(Struct.fromJavaScript(config));
    return new Promise((resolve) => {
      this.client.configure(request, (error) => {
        resolve(error);
      });
    });
  }

  stop(): void {
    this.client.close();
    this.process.kill();
    rmSync(this.folder, { recursive: true });
  }
}
