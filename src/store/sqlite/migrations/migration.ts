/** One step of the schema. Applied once, in a transaction with the note that it was. Never changed after a release. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
