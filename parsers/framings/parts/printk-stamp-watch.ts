import type { Writer } from '../../model/entry.ts';

/** Fewer stamped lines than this prove no habit. */
const habit = 3;
/** A run of unstamped lines longer than this is no forgery by single lines: the log has changed its form. */
const longestForgery = 8;
/** A central log server writes the lines of many hosts into one file. */
const mostHosts = 256;

interface Seen {
  stamped: number;
  bareRun: number;
}

/**
 * Judges who wrote a syslog line tagged `kernel:` without a pid, which any program can send (`logger -t kernel`).
 *
 * rsyslog's imklog keeps the printk stamp in front of every kernel line. In a log where a host's kernel lines carry it, one
 * that does not was not written by the kernel. The sign is taken for nothing where there is doubt: before a few stamped
 * lines were seen, after a restart of the logger or a boot, and once more unstamped lines than a forger would write follow
 * each other (`printk.time` was switched off, the logger was changed).
 */
export interface PrintkStampWatch {
  /** `user` or `unproved`, never `kernel`: a tag proves nothing. `boots` says that the line announces a kernel. */
  judge(host: string | null, stamped: boolean, boots: boolean): Writer;
  /** The logger started again, perhaps with another configuration. */
  restart(host: string | null): void;
}

export function printkStampWatch(): PrintkStampWatch {
  const hosts = new Map<string, Seen>();

  function seenOf(host: string | null): Seen {
    const key = host ?? '';
    let seen = hosts.get(key);
    if (!seen) {
      if (hosts.size >= mostHosts) hosts.clear();
      seen = { stamped: 0, bareRun: 0 };
      hosts.set(key, seen);
    }
    return seen;
  }

  return {
    judge(host, stamped, boots) {
      const seen = seenOf(host);
      if (stamped) {
        seen.stamped += 1;
        seen.bareRun = 0;
        return 'unproved';
      }
      seen.bareRun += 1;
      if (seen.bareRun > longestForgery || boots) seen.stamped = 0;
      return seen.stamped >= habit ? 'user' : 'unproved';
    },
    restart(host) {
      hosts.delete(host ?? '');
    },
  };
}
