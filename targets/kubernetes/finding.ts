/** What the check of a cluster found for a setting. */
export interface Finding {
  /** The setting's name. */
  readonly path: string;
  /** Why it cannot be deployed, to follow the setting's name. */
  readonly problem?: string;
  /** What a person should know before it is deployed, as a sentence. */
  readonly warning?: string;
  /** What could not be checked, to follow "Not checked: ". */
  readonly unchecked?: string;
}
