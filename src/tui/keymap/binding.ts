/** Where a key counts. The screen asks the most specific place first. */
export type Place =
  | 'everywhere'
  | 'incidents'
  | 'detail'
  | 'chart'
  | 'log'
  | 'timeline'
  | 'live'
  | 'files'
  | 'help'
  | 'formula'
  | 'table';

export interface Binding {
  /** Also its name in the palette. */
  readonly command: string;
  readonly keys: readonly string[];
  /** For the help. */
  readonly text: string;
  readonly places: readonly Place[];
  /** Short text for the footer; the first ones that fit are shown. */
  readonly footer?: string;
  /** Keys as the footer writes them, where one text stands for several commands. */
  readonly footerKeys?: string;
  /** The user chose its keys. */
  readonly own?: true;
}
