/** An error that a person can mend: it is shown as its message alone, without the stack of a crash. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** A change that must not be made, told before anything is: each problem with what was checked. */
export class RefusedChange extends UserError {
  override readonly name = "RefusedChange";

  /** @param problems Each begins with what was checked. */
  constructor(problems: readonly string[]) {
    const lines = problems.map((problem) => `  ${problem}`);
    super(["This change is refused:", ...lines, "Nothing was changed."].join("\n"));
  }
}
