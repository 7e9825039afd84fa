/** A workload whose data a destroyed stack leaves, with the names by which it is found. */
export interface Storing {
  readonly host: string;
  /** What its volumes hold. */
  readonly contents: readonly string[];
}

/** What a destroyed stack has left. */
export interface KeptData {
  /** Where it is, as text that follows a list of it. */
  readonly where: string;
  /** What would be removed: all of it, or nothing. */
  readonly items: readonly KeptItem[];
  /** What has one of the stack's names but stays, with the reason. */
  readonly left: readonly string[];
  readonly remove: () => Promise<void>;
}

/** A volume, or an object that represents one. */
export interface KeptItem {
  readonly name: string;
  /** In words. */
  readonly size: string;
  /** What uses it now. */
  readonly users: readonly string[];
}
