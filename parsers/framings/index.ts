import { dmesg } from './dmesg.ts';
import type { Framing } from './framing.ts';
import { journalJson } from './journal-json.ts';
import { kmsg } from './kmsg.ts';
import { rfc3164 } from './rfc3164.ts';
import { rfc3339 } from './rfc3339.ts';

/** Every framing. Order: strict ones first, since a line is read by the first that claims it. */
export const framings: readonly Framing[] = [journalJson, kmsg, rfc3339, rfc3164, dmesg];
