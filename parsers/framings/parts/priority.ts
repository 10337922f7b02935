import { isDigit } from '../../time/digits.ts';

const LESS = 60;
const GREATER = 62;

/** `<4>`, the facility times eight plus severity that syslog(2), syslog(3) and serial consoles put before a message. */
export interface PriorityReader {
  /** True if a priority (0 to 191) stands at `at`; without one `facility` and `severity` are null and `end` is `at`. */
  read(text: string, at: number): boolean;
  readonly facility: number | null;
  readonly severity: number | null;
  readonly end: number;
}

export function priorityReader(): PriorityReader {
  const found = { facility: null as number | null, severity: null as number | null, end: 0, read };
  return found;

  function read(text: string, at: number): boolean {
    found.facility = null;
    found.severity = null;
    found.end = at;
    if (text.charCodeAt(at) !== LESS) return false;
    let value = 0;
    let to = at + 1;
    for (let code = text.charCodeAt(to); isDigit(code) && to < at + 4; code = text.charCodeAt(++to)) {
      value = value * 10 + code - 48;
    }
    if (to === at + 1 || text.charCodeAt(to) !== GREATER || value > 191) return false;
    found.facility = value >> 3;
    found.severity = value & 7;
    found.end = to + 1;
    return true;
  }
}
