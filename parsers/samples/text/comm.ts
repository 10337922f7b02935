import { decodeUtf8 } from './decode.ts';

/** TASK_COMM_LEN - 1: what the kernel keeps of a name, in bytes. */
const longestCommBytes = 15;

/** The kernel's name of a task, as far as a column that holds exactly that shows it. */
export function commOfName(latin1: string): string | null {
  const name = latin1.trim();
  return name === '' ? null : decodeUtf8(name);
}

/**
 * The name a command line stands for: `[kworker/0:1]` without brackets, else the last path component of the first word,
 * cut to the 15 bytes that the kernel keeps. A process that renamed itself (`postgres: writer`) is known by the first word.
 */
export function commOfCommandLine(latin1: string): string | null {
  const line = latin1.trim();
  if (line === '') return null;
  const kernelThread = /^\[(.+)\]$/.exec(line)?.[1];
  if (kernelThread) return decodeUtf8(kernelThread);
  let first =
    line.startsWith('(') && line.includes(')') ? line.slice(0, line.indexOf(')') + 1) : (line.split(' ')[0] ?? line);
  first = first.replace(/:$/, '').replace(/^-(?=[a-z])/, '');
  const name = first.slice(first.lastIndexOf('/') + 1) || first;
  return decodeUtf8(name.slice(0, longestCommBytes));
}

/** A column that may hold either: whole where it looks like a bare name, else as a command line. */
export function commOfEither(latin1: string): string | null {
  const text = latin1.trim();
  const isCommandLine = /^[./]|^\[.*\]$| [-/.]/.test(text) || text.length > longestCommBytes;
  return isCommandLine ? commOfCommandLine(text) : commOfName(text);
}
