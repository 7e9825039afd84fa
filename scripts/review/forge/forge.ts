import { UserError } from "../../../common/user-error";
import { gitHub } from "./github";
import { gitLab } from "./gitlab";

/** A text that people see: a comment on a pull request, or an issue. */
export interface Note {
  /** Its id on the forge. */
  readonly id: number;
  readonly text: string;
  /** The account that wrote it. */
  readonly author: string;
}

/** Where the project is hosted, as far as the workflows need it. */
export interface Forge {
  /** The account of the job's token, as in {@link Note.author}. */
  account(): Promise<string>;
  /** The comments on the pull request of this job. */
  readonly comments: Notes;
  /** The open issues. */
  readonly issues: Issues;
}

/** Texts of one kind. */
export interface Notes {
  list(): Promise<Note[]>;
  create(text: string): Promise<void>;
  edit(id: number, text: string): Promise<void>;
}

/** Issues, which have a title and can be closed. */
export interface Issues extends Omit<Notes, "create"> {
  create(text: string, title: string): Promise<void>;
  close(id: number): Promise<void>;
}

/**
 * The forge whose runner this is, recognized by the environment that it gives every job.
 *
 * @throws UserError that names what is missing in the environment.
 */
export function chooseForge(environment: NodeJS.ProcessEnv): Forge {
  if (environment.GITHUB_REPOSITORY) return gitHub(environment);
  if (environment.CI_PROJECT_ID) return gitLab(environment);
  throw new UserError(
    "This is no job of GitHub Actions (GITHUB_REPOSITORY is not set) nor of GitLab CI (CI_PROJECT_ID " +
      "is not set): only there is something to post to.",
  );
}
