import type { Properties } from "./value";

/** The resource that a call is about. */
export interface ResourceIdentity {
  readonly urn: string;
  /** Type token, such as `docker:index/volume:Volume`. */
  readonly type: string;
  /** Logical name in the program. */
  readonly name: string;
}

/** Why an input is refused. */
export interface CheckFailure {
  /** Property at fault; empty if the reason names it. */
  readonly property: string;
  readonly reason: string;
}

export interface CheckRequest extends ResourceIdentity {
  /** Inputs of the last deployment; empty for a new resource. */
  readonly olds: Properties;
  readonly news: Properties;
  /** Seed of generated names: the same for the same update. */
  readonly randomSeed: Uint8Array;
  /** Name that the user's autonaming settings ask for. */
  readonly proposedName?: string;
  readonly signal: AbortSignal;
}

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

export interface DiffRequest extends ResourceIdentity {
  readonly id: string;
  /** Outputs in the state. */
  readonly olds: Properties;
  readonly oldInputs: Properties;
  /** Checked inputs. */
  readonly news: Properties;
  readonly ignoreChanges: readonly string[];
}

export type DiffKind =
  "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface DiffResult {
  /** By property path, such as `ports[0].external`. */
  readonly detailedDiff: Readonly<Record<string, DiffKind>>;
  readonly deleteBeforeReplace: boolean;
  /** Properties that no update changes. */
  readonly stables: readonly string[];
  /** Whether property paths, not just top-level properties, are reported as changed and as replacing. */
  readonly reportPaths?: boolean;
}

export interface DiffConfigRequest {
  readonly olds: Properties;
  readonly news: Properties;
}

export interface DiffConfigResult {
  /** Settings that changed. */
  readonly changed: readonly string[];
  /** Whether the provider's resources must be replaced. */
  readonly replace: boolean;
}

/** What every call that changes a resource may need to know. */
export interface OperationRequest extends ResourceIdentity {
  /** The user's time limit in seconds; 0 if there is none. */
  readonly timeoutSeconds: number;
  /** Names of the properties that are, or contain, a secret. */
  readonly secrets: ReadonlySet<string>;
  /** Aborted with an `Interruption` when the user cancels or the time limit is over. */
  readonly signal: AbortSignal;
}

export interface CreateRequest extends OperationRequest {
  readonly inputs: Properties;
  readonly preview: boolean;
}

export interface CreateResult {
  /** Empty in a preview. */
  readonly id: string;
  readonly outputs: Properties;
}

export interface ReadRequest extends ResourceIdentity {
  readonly id: string;
  /** Inputs and outputs in the state; both empty for an import. */
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Names of the properties that are, or contain, a secret. */
  readonly secrets: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

export interface ReadResult {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export interface UpdateRequest extends OperationRequest {
  readonly id: string;
  readonly olds: Properties;
  readonly oldInputs: Properties;
  readonly news: Properties;
  readonly preview: boolean;
}

export interface DeleteRequest extends ResourceIdentity {
  readonly id: string;
  readonly outputs: Properties;
  /** The user's time limit in seconds; 0 if there is none. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** A Pulumi resource provider, independent of the wire format. Error messages reach the user unchanged. */
export interface Provider {
  readonly version: string;
  /** Returns what is wrong with the provider's own configuration. */
  checkConfig(config: Properties): readonly CheckFailure[];
  /** Without it the engine compares the configurations itself. */
  diffConfig?(request: DiffConfigRequest): DiffConfigResult;
  configure(config: Properties): Promise<void>;
  /** Calls a function by its token, such as `docker:index/getNetwork:getNetwork`. Without it there are none. */
  call?(token: string, args: Properties): Properties | Promise<Properties>;
  /** Values that it returns as they came must be unchanged inside. */
  check(request: CheckRequest): CheckResult | Promise<CheckResult>;
  diff(request: DiffRequest): DiffResult | Promise<DiffResult>;
  create(request: CreateRequest): Promise<CreateResult>;
  /** Resolves to undefined if the resource no longer exists. */
  read(request: ReadRequest): Promise<ReadResult | undefined>;
  update(request: UpdateRequest): Promise<Properties>;
  delete(request: DeleteRequest): Promise<void>;
}

/** A resource exists but is not as it should be: it goes into the state with the reason. */
export class InitializationError extends Error {
  readonly reasons: readonly string[];

  /**
   * @param message What is wrong; one reason each if it is a list.
   * @param inputs The inputs for the state. Default: those of the request.
   */
  constructor(
    message: string | readonly string[],
    readonly id: string,
    readonly outputs: Properties,
    readonly inputs?: Properties,
  ) {
    super(typeof message === "string" ? message : message.join("\n"));
    this.reasons = typeof message === "string" ? [message] : message;
  }
}
