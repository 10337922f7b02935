import type { EntryHead } from './entry.ts';
import { syslogTag } from './syslog-tag.ts';

/** Daemons that write to the kernel's log and to consoles. Of others the kernel itself tells in such words: `web[7]: segfault at`. */
const daemon = /^(?:systemd[\w-]{0,32}|earlyoom|nohang|oomd|kubelet|containerd|dockerd)\[\d+\]: /;

/** journalctl's `short-monotonic` without the host's name. The kernel itself never begins so. */
const kernelTag = 'kernel: ';

/**
 * What users write to /dev/kmsg begins with their own `tag[pid]: ` as a rule; it moves from the message into the head, as
 * journald does. The kernel's own text is left alone: there `usb 1-1: ` is part of the message. Where nothing tells who wrote
 * a line, a daemon's name with a pid does, and a `kernel: ` in front is no part of the text.
 */
export function userTag(): (message: string, head: EntryHead) => string {
  const sender = syslogTag();
  return (message, head) => {
    head.tag = null;
    head.pid = null;
    if (head.writer === 'unproved') {
      if (message.startsWith(kernelTag)) {
        head.tag = 'kernel';
        return message.slice(kernelTag.length);
      }
      if (daemon.test(message)) head.writer = 'user';
    }
    if (head.writer !== 'user' || !sender.readTag(message, 0)) return message;
    head.tag = sender.tag;
    head.pid = sender.pid;
    return message.slice(sender.end);
  };
}
