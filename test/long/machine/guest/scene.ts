/** What was looked at in one scene: printed as a JSON line, which is all that leaves the guest. */
export interface Check {
  readonly boot: number;
  readonly scene: string;
  readonly what: string;
  /** Null for a number that is only told. */
  readonly ok: boolean | null;
  readonly saw: unknown;
}

export type See = (what: string, saw: unknown, ok: boolean | null) => void;

export interface Scene {
  readonly name: string;
  /** Throws where it cannot be played. */
  run(see: See): Promise<void>;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again until there is an answer; null where there is none in time. */
export async function until<T>(
  seconds: number,
  ask: () => T | null | undefined | false,
  everyMs = 1000,
): Promise<T | null> {
  const endMs = performance.now() + seconds * 1000;
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    if (performance.now() > endMs) return null;
    await sleep(everyMs);
  }
}
