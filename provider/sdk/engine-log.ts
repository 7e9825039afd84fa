import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Takes messages about resources. */
export interface Log {
  /** Shown next to the resource while it is worked on. */
  status(urn: string, message: string): void;
  /** Stays on the screen after the deployment. */
  info(urn: string, message: string): void;
  warning(urn: string, message: string): void;
  /** Resolves when all messages are delivered: the engine drops messages that arrive after the response. */
  flush(): Promise<void>;
}

/** Shows messages on the user's screen, through the engine. */
export class EngineLog implements Log {
  private readonly engine: EngineClient | undefined;
  private delivered: Promise<void> = Promise.resolve();

  /** @param address Where the engine listens; without it nothing is shown. */
  constructor(address: string | undefined) {
    if (address) this.engine = new EngineClient(address, grpc.credentials.createInsecure());
  }

  status(urn: string, message: string): void {
    this.send(LogSeverity.INFO, urn, message, true);
  }

  info(urn: string, message: string): void {
    this.send(LogSeverity.INFO, urn, message, false);
  }

  warning(urn: string, message: string): void {
    this.send(LogSeverity.WARNING, urn, message, false);
  }

  flush(): Promise<void> {
    return this.delivered;
  }

  private send(severity: LogSeverity, urn: string, message: string, ephemeral: boolean): void {
    const request = new LogRequest()
      .setSeverity(severity)
      .setUrn(urn)
      .setMessage(message)
      .setEphemeral(ephemeral);
    // One after the other, in order. A lost message is no reason to fail a deployment.
    this.delivered = this.delivered.then(
      () =>
        new Promise((resolve) => {
          if (this.engine) this.engine.log(request, () => resolve());
          else resolve();
        }),
    );
  }
}
