import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** This machine as its logs name it. */
export interface Machine {
  readonly host: string;
  /** 32 hexadecimal digits, as the journal writes it; null where the kernel does not say. */
  readonly bootId: string | null;
  /**
   * Wall clock at which the kernel's clock stood at 0, epoch microseconds, by the clocks as they are now: a clock that is set
   * moves it.
   */
  bootUs(): number;
}

export function thisMachine(): Machine {
  let bootId: string | null = null;
  try {
    bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim().replaceAll('-', '');
  } catch {
    // Not Linux, or no /proc.
  }
  return {
    host: hostname(),
    bootId,
    // hrtime is CLOCK_MONOTONIC, which printk's clock follows within milliseconds.
    bootUs: () => Math.round(Date.now() * 1000 - Number(process.hrtime.bigint() / 1000n)),
  };
}
