/**
 * A question people ask again and again, over the documented views. `name` is the file's name.
 *
 * Where a query counts hosts, a file that names none counts by its folder (`in /evidence/web1`): files of several machines
 * must not become one.
 */
export interface SavedQuery {
  readonly name: string;
  /** One line, for `query --list`. */
  readonly description: string;
  readonly sql: string;
}
