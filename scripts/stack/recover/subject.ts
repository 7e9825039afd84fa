import { stackArgument } from "../stack-argument";

/** Whose stack is locked, or is brought back. */
export interface Subject {
  /** For people. */
  readonly name: string;
  /** The command of make that brings it back, without its stack. */
  readonly recover: string;
  /** What is before the stack's name in the label of its containers. */
  readonly label: string;
  /** The commands that take off a lock of the current stack, each in backticks. */
  readonly cancel: () => string;
}

export const thePlatform: Subject = {
  ...{ name: "the platform", recover: "make recover", label: "" },
  cancel: () => "`pulumi cancel`",
};

export const thePipelines: Subject = {
  ...{ name: "the pipelines", recover: "make pipelines-recover", label: "pipelines/" },
  cancel: () =>
    `\`eval "$(make -s pipelines-env${stackArgument()})"\`, \`pulumi -C pipelines cancel --yes\``,
};
