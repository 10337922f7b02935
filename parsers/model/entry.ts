import type { Span } from './span.ts';
import type { Stamp } from './stamp.ts';

/**
 * Who wrote a message.
 *
 * `kernel`: the transport proves it (journal `_TRANSPORT=kernel` with facility 0, kmsg facility 0, `dmesg -x`).
 * `user`: the transport proves the contrary, or the syslog tag is another program's.
 * `unproved`: it looks like the kernel, and the transport cannot say (plain dmesg, a syslog line tagged `kernel:`).
 */
export type Writer = 'kernel' | 'user' | 'unproved';

/**
 * One line of one log message, stripped of every prefix its transport put before it.
 *
 * A message with embedded newlines becomes several entries with the same stamp, one a line: the record parsers see the
 * same sequence of texts whatever the transport did to the message. `text` is decoded as UTF-8.
 */
export interface LogEntry {
  readonly span: Span;
  readonly text: string;
  readonly writer: Writer;
  readonly stamp: Stamp | null;
  /** Microseconds of the kernel's own clock (printk stamp), null where the transport drops it. */
  readonly monotonicUs: number | null;
  readonly host: string | null;
  /** 32 hexadecimal digits, from the journal. */
  readonly bootId: string | null;
  /** Syslog tag or journal SYSLOG_IDENTIFIER. */
  readonly tag: string | null;
  /** Pid of the program that wrote the message (never the pid a message speaks of). */
  readonly pid: number | null;
  /** systemd unit of the writer, from the journal. */
  readonly unit: string | null;
  /** journal MESSAGE_ID, 32 hexadecimal digits. */
  readonly messageId: string | null;
  /** Syslog severity 0 (emergency) to 7 (debug). */
  readonly severity: number | null;
  /** CONFIG_PRINTK_CALLER: `T123` a task, `C1` a CPU in interrupt context. */
  readonly caller: string | null;
  /** False for the second and later lines of one message. */
  readonly first: boolean;
}
