import type { FrameReader, Framing } from './framing.ts';
import { stripAnsi } from './parts/ansi.ts';
import { emitMessage, spanOf, textOf, unknownHead } from './parts/entry.ts';
import { strayPrefix } from './parts/stray-prefix.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/** Any file is text: one that holds a kernel's words, or earlyoom's, is taken for a log only where nothing else claims it. */
const weight = 0.05;
const logWords =
  /^(?:[Ll]ow [Mm]emory!|Out of memory!) .*\d %|^sending SIG(?:TERM|KILL) to process \d|^Linux version \d|invoked oom-killer: |^Out of memory|^oom-kill:|^Mem-[Ii]nfo:|^Call Trace:|page allocation failure|blocked for more than \d+ seconds|soft lockup - CPU/m;

/**
 * Kernel text without any prefix: `printk.time=0`, or a report pasted into a mail or a ticket. The loosest framing, and the
 * last: it takes every line of text that no other knows.
 *
 * Writer: `unproved`.
 */
export const plain: Framing = {
  name: 'plain',
  samples: [
    'python3 invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0',
    ' active_file:0 inactive_file:0 isolated_file:0',
    '[  13207]     0 13207    56321     1234   118784        0             0 python3',
    'kernel: Mem-Info:',
    '18:20:47 web01 kernel: Mem-Info:',
    ' 1257.892709] Mem-Info:',
    '[2-3219.1870] Mem-Info:',
    '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: logWords,
  sniff: (lines) => (logWords.test(lines.join('\n')) ? weight : 0),
  reader,
};

/** Blank lines and JSON are no text of the kernel's, nor is what begins with a control byte. */
const notText = /^(\s*$|\{"|[\x00-\x08\x0e-\x1a])/;

function reader(): FrameReader {
  const head = unknownHead();
  return {
    holding: false,
    read(line, emit) {
      const text = stripAnsi(textOf(line));
      if (notText.test(text)) return false;
      const stray = strayPrefix(text);
      head.tag = stray?.isTagged ? 'kernel' : null;
      head.monotonicUs = stray?.monotonicUs ?? null;
      emitMessage(spanOf(line), decodeUtf8(text.slice(stray?.end ?? 0)), head, emit);
      return true;
    },
    jump() {},
    end() {},
  };
}
