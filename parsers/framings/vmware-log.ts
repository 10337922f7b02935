import { isoStamps } from '../time/iso.ts';
import { clock } from '../time/time-of-day.ts';
import type { FrameReader, Framing } from './framing.ts';
import { type EntryHead, emitMessage, spanOf, textOf, unknownHead } from './parts/entry.ts';
import { printkPrefix } from './parts/printk-prefix.ts';
import { priorityReader } from './parts/priority.ts';
import { shareClaimed } from './parts/sniff.ts';
import { userTag } from './parts/user-tag.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** What stands between date and text: ` In(05) vcpu-5 - ` from ESXi 8 on, before it `| vcpu-0| I125: ` or `| vmx| I005+ `. */
const source = /^(?:\| [\w-]{1,32}\| [A-Z]\d{3}[:+] | (?:In|Er|Wa|No|Db|Cr)\(\d\d\) [\w-]{1,32} - )/;
/** Into the file of a virtual machine that crashed, ESXi copies the log of its kernel. */
const guest = 'Guest: ';

/**
 * A virtual machine's `vmware.log`. What the kernel of the guest printed stands behind `Guest: `, with priority and stamp:
 * `2026-11-20T09:30:30.123Z In(05) vcpu-5 - Guest: <6>[  608.218483] Mem-Info:`.
 *
 * Writer: `unproved` for the guest's lines, as in dmesg; the others are the hypervisor's.
 */
export const vmwareLog: Framing = {
  name: 'vmware-log',
  samples: [
    '2026-11-20T09:30:30.123Z In(05) vcpu-5 - Guest: <6>[  608.218483] Mem-Info:',
    '2026-11-20T09:30:30.123Z| vcpu-0| I125: Guest: <4>[  608.218483][  T123] Mem-Info:',
    '2026-11-20T09:30:30.123Z In(05) vmx - DISKLIB-LIB   : numIOs = 50000',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: clock,
  sniff: (lines) => shareClaimed(lines, vmwareLog.reader()),
  reader,
};

function reader(): FrameReader {
  const stamps = isoStamps('.');
  const priority = priorityReader();
  const printk = printkPrefix();
  const tagged = userTag();
  const head = unknownHead();

  return {
    holding: false,
    read(line, emit) {
      const text = textOf(line);
      const stamp = stamps.read(text, 0);
      const from = stamp === null ? undefined : source.exec(text.slice(stamps.end, stamps.end + 64))?.[0];
      if (from === undefined) return false;
      head.stamp = stamp;
      emitMessage(spanOf(line), messageOf(text, stamps.end + from.length, head), head, emit);
      return true;
    },
    jump() {},
    end() {},
  };

  function messageOf(text: string, begin: number, into: EntryHead): string {
    const isGuest = text.startsWith(guest, begin);
    const at = isGuest ? begin + guest.length : begin;
    const hasPriority = isGuest && priority.read(text, at);
    const bare = hasPriority ? priority.end : at;
    const isStamped = isGuest && printk.read(text, bare);
    into.writer = isGuest && !(hasPriority && priority.facility !== 0) ? 'unproved' : 'user';
    into.severity = hasPriority ? priority.severity : null;
    into.monotonicUs = isStamped ? printk.monotonicUs : null;
    into.caller = isStamped ? printk.caller : null;
    const message = decodeUtf8(text.slice(isStamped ? printk.end : bare));
    into.tag = into.pid = null;
    return isGuest ? tagged(message, into) : message;
  }
}
