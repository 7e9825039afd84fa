/** An error that a person can mend: it is shown as its message alone, without the stack of a crash. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}
