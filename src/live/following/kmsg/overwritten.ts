/** Messages that the kernel overwrote before they were read: counted, and said. */
export interface Overwritten {
  readonly total: number;
  add(messages: number): void;
  /** Once a second: says what came since it was said last, where that is long enough ago. */
  tick(): void;
  /** Says what was not said yet. */
  close(): void;
}

const sayEveryMs = 60_000;

/** A storm of reports goes round the ring many times a second: the first loss is said at once, others together, once a minute. */
export function createOverwritten(say: (text: string) => void, nowMs = (): number => performance.now()): Overwritten {
  let total = 0;
  let told = 0;
  let toldMs = Number.NEGATIVE_INFINITY;

  function tell(): void {
    if (total === told) return;
    const more = told === 0 ? '' : ' more';
    say(`the kernel overwrote ${total - told}${more} of its messages before they could be read`);
    told = total;
    toldMs = nowMs();
  }

  function tick(): void {
    if (nowMs() - toldMs >= sayEveryMs) tell();
  }

  return {
    get total() {
      return total;
    },
    add(messages) {
      total += messages;
      tick();
    },
    tick,
    close: tell,
  };
}
