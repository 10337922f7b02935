/** Files smaller than this are read when they are asked for. Packed ones: size on disk. */
export interface LeastAhead {
  readonly plain: number;
  readonly packed: number;
}

export const leastAhead: LeastAhead = {
  plain: 256 << 20,
  packed: 16 << 10,
};
