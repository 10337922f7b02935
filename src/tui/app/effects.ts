/** What a key does outside the screens. */
export type Effect =
  | { readonly type: 'quit' }
  /** Ctrl-C: the same, with the exit status of an interrupt. */
  | { readonly type: 'interrupt' }
  | { readonly type: 'suspend' }
  | { readonly type: 'redraw' }
  | { readonly type: 'hinted' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'mouse'; readonly on: boolean }
  | { readonly type: 'report'; readonly ids: readonly string[]; readonly file: string }
  | { readonly type: 'sql'; readonly text: string };
