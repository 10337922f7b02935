import type { EntryHead } from './entry.ts';
import { syslogTag } from './syslog-tag.ts';

/**
 * What users write to /dev/kmsg begins with their own `tag[pid]: ` as a rule; it moves from the message into the head, as
 * journald does. The kernel's own text is left alone: there `usb 1-1: ` is part of the message.
 */
export function userTag(): (message: string, head: EntryHead) => string {
  const sender = syslogTag();
  return (message, head) => {
    head.tag = null;
    head.pid = null;
    if (head.writer !== 'user' || !sender.readTag(message, 0)) return message;
    head.tag = sender.tag;
    head.pid = sender.pid;
    return message.slice(sender.end);
  };
}
