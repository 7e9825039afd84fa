import { excerpt } from "../../common/excerpt";
import { UserError } from "../../common/user-error";
import { ask } from "./ask";

/**
 * Asks a person to confirm what cannot be undone with the stack's name: typed in, or in YES if nobody can be asked.
 *
 * @throws UserError if they do not confirm.
 */
export async function confirm(stack: string, command: string): Promise<void> {
  const { YES: given } = process.env;
  if (given !== undefined && given !== "") {
    if (given === stack) return;
    throw new UserError(
      `YES=${given} is not the name of the stack, ${stack}. Nothing was changed.`,
    );
  }
  if (!process.stdin.isTTY) {
    throw new UserError(
      `There is no terminal to ask on: run \`${command} STACK=${stack} YES=${stack}\` to confirm. Nothing was changed.`,
    );
  }
  const answer = await ask(`Type the name of the stack, ${stack}, to continue: `);
  if (answer === stack) return;
  throw new UserError(
    `${answer === "" ? "Nothing was typed" : `${excerpt(answer)} is not the name of the stack`}. Nothing was changed.`,
  );
}
