import type { Framing } from './framing.ts';
import { printkLineReader } from './parts/printk-line.ts';
import { deltaEnd, printkPrefix } from './parts/printk-prefix.ts';
import { priorityReader } from './parts/priority.ts';
import { shareClaimed } from './parts/sniff.ts';

/**
 * The kernel's own line, as dmesg, a serial console, pstore and kdump's vmcore-dmesg.txt show it: `[   12.345678] text`,
 * with `<4>` in front (`dmesg -r`, pstore), with a caller, with a delta (`dmesg -d`).
 *
 * Writer: `unproved`. Whoever may write to /dev/kmsg looks the same; only a priority whose facility is not the kernel's
 * proves a user.
 */
export const dmesg: Framing = {
  name: 'dmesg',
  samples: [
    '[  608.218483] python3 invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0',
    '<4>[  608.218483] Mem-Info:',
    '<6>Mem-Info:',
    '[  608.218483][  T123] Mem-Info:',
    '[  608.218483] [    C0] Mem-Info:',
    '[    5.123456 <    0.000010>] Mem-Info:',
    '[<    0.000010>] Mem-Info:',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: /<\d{1,3}>|\d\.\d{6}|\[</,
  sniff: (lines) => shareClaimed(lines, dmesg.reader()),
  reader,
};

function reader() {
  const priority = priorityReader();
  const printk = printkPrefix();

  return printkLineReader((text, head) => {
    const hasPriority = priority.read(text, 0);
    head.severity = priority.severity;
    head.writer = hasPriority && priority.facility !== 0 ? 'user' : 'unproved';
    if (printk.read(text, priority.end)) {
      if (text.startsWith(' kernel: ', text.indexOf(' ', printk.end))) return -1;
      head.monotonicUs = printk.monotonicUs;
      head.caller = printk.caller;
      return printk.end;
    }
    head.monotonicUs = null;
    head.caller = null;
    if (hasPriority) return priority.end;
    return bareDeltaEnd(text);
  });
}

/** `[<    0.000010>] `: `dmesg -t -d` prints only the time since the line before. */
function bareDeltaEnd(text: string): number {
  if (!text.startsWith('[<')) return -1;
  const end = deltaEnd(text, 1);
  return end > 0 && text.startsWith('] ', end) ? end + 2 : -1;
}
