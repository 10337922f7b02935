/** A question people ask again and again, over the documented views. `name` is the file's name. */
export interface SavedQuery {
  readonly name: string;
  /** One line, for `query --list`. */
  readonly description: string;
  readonly sql: string;
}
