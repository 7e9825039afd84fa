import type {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffConfigRequest,
  DiffRequest,
  Provider,
  ReadRequest,
  UpdateRequest,
} from "../../../provider/sdk/provider";
import type { Properties } from "../../../provider/sdk/value";
import { checkConfiguration, readSettings } from "./configuration";
import { diffConfiguration } from "./diff-configuration";
import type { Log } from "../../../provider/sdk/engine-log";
import { checkInputs } from "./inputs/check";
import { diffInputs } from "./inputs/diff";
import { createObject } from "./operations/create";
import { deleteObject } from "./operations/delete";
import { readObject } from "./operations/read";
import { openSession, type Session } from "./operations/session";
import { updateObject } from "./operations/update";

/** Stand-in for Pulumi's kubernetes provider on machines that cannot download it. */
export class KubernetesProvider implements Provider {
  private opened: Session | undefined;

  constructor(
    readonly version: string,
    private readonly log: Log,
  ) {}

  checkConfig(config: Properties) {
    return checkConfiguration(config);
  }

  diffConfig(request: DiffConfigRequest) {
    return diffConfiguration(request);
  }

  async configure(config: Properties): Promise<void> {
    this.opened = await openSession(readSettings(config), this.log);
  }

  check(request: CheckRequest) {
    return checkInputs(request, this.session.defaultNamespace);
  }

  diff(request: DiffRequest) {
    return diffInputs(request, this.session.settings);
  }

  create(request: CreateRequest) {
    return this.flushed(createObject(this.session, request));
  }

  read(request: ReadRequest) {
    return this.flushed(readObject(this.session, request));
  }

  update(request: UpdateRequest) {
    return this.flushed(updateObject(this.session, request));
  }

  delete(request: DeleteRequest) {
    return this.flushed(deleteObject(this.session, request));
  }

  private async flushed<Result>(operation: Promise<Result>): Promise<Result> {
    try {
      return await operation;
    } finally {
      await this.log.flush();
    }
  }

  private get session(): Session {
    if (!this.opened) throw new Error("the kubernetes provider was not configured");
    return this.opened;
  }
}
