/** The most that may be claimed, and why it is not more. */
export interface Cap {
  readonly most: number;
  readonly reason: string;
}
