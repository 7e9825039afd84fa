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
