/** One word that kernel reports and memory tools print. */
export interface Term {
  /** As printed; `explain` finds it whatever its case. */
  readonly token: string;
  /** Other spellings of the same thing. */
  readonly also?: readonly string[];
  /** What the number counts, null where there is no number. */
  readonly unit: string | null;
  readonly meaning: string;
}

/** Terms that stand in one place. */
export interface Subject {
  readonly name: string;
  readonly terms: readonly Term[];
}
