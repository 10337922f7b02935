/** A documented name for SQL users (docs/timeline.md). Views hold no data: they are made anew with every migration. */
export interface TimelineView {
  readonly name: string;
  readonly sql: string;
}
