/** An error that a person can fix: only its message is shown, without the stack of a crash. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** A change that must not be made, reported before any change is made: each problem with what was checked. */
export class RefusedChange extends UserError {
  override readonly name = "RefusedChange";

  /** @param problems Each begins with what was checked. */
  constructor(problems: readonly string[]) {
    const lines = problems.map((problem) => `  ${problem}`);
    super(["This change is refused:", ...lines, "Nothing was changed."].join("\n"));
  }
}
