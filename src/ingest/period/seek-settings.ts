/** What makes seeking worth it, and how closely it looks. */
export interface SeekSettings {
  readonly leastBytes: number;
  /** At most so many places are looked at, this far from each other at least. */
  readonly probes: number;
  readonly leastSpacingBytes: number;
  /** The begin of the period is not searched more closely. */
  readonly nearBytes: number;
}

export const seekSettings: SeekSettings = {
  leastBytes: 16 << 20,
  probes: 256,
  leastSpacingBytes: 1 << 20,
  nearBytes: 256 << 10,
};
