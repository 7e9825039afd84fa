/** What a destroyed stack has left. */
export interface KeptData {
  /** Where it is, to follow a list of it. */
  readonly where: string;
  /** What is to be removed: all of it, or nothing. */
  readonly items: readonly KeptItem[];
  /** What has such a name and stays, with the reason. */
  readonly left: readonly string[];
  readonly remove: () => Promise<void>;
}

/** A volume, or what stands for one. */
export interface KeptItem {
  readonly name: string;
  /** In words. */
  readonly size: string;
  /** What uses it now. */
  readonly users: readonly string[];
}
