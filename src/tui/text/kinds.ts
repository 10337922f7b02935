import type { RecordKind } from '../../../parsers/model/record.ts';
import type { IncidentRow } from '../engine/model/incident-row.ts';
import type { Glyphs, Role } from '../theme.ts';

const words: Readonly<Record<RecordKind, string>> = {
  'oom-kill': 'OOM',
  'alloc-failure': 'alloc fail',
  'hung-task': 'hung task',
  stall: 'stall',
  'userspace-kill': 'user kill',
  'unit-oom': 'unit OOM',
  'unit-signal-kill': 'SIGKILL',
  'app-oom': 'app OOM',
  'fork-refused': 'no fork',
};

/** The gravest first: it names the incident. */
const gravity: readonly RecordKind[] = [
  'oom-kill',
  'userspace-kill',
  'alloc-failure',
  'hung-task',
  'stall',
  'unit-oom',
  'unit-signal-kill',
  'app-oom',
  'fork-refused',
];

export const headKind = ({ kinds }: Pick<IncidentRow, 'kinds'>): RecordKind | null =>
  gravity.find((kind) => kinds.includes(kind)) ?? kinds[0] ?? null;

/** `OOM host`, `OOM memcg`, `alloc fail`. */
export function kindWord(row: Pick<IncidentRow, 'kinds' | 'scope'>): string {
  const kind = headKind(row);
  if (kind === null) return '?';
  return kind === 'oom-kill' && row.scope !== 'none' ? `${words[kind]} ${row.scope}` : words[kind];
}

/** The sign of an incident on charts and timelines. */
export function kindGlyph(row: Pick<IncidentRow, 'kinds'>, glyphs: Glyphs): string {
  const kind = headKind(row);
  if (kind === 'oom-kill' || kind === 'userspace-kill' || kind === 'unit-oom') return glyphs.kill;
  if (kind === 'alloc-failure') return glyphs.alloc;
  return kind === 'hung-task' || kind === 'stall' ? glyphs.hung : glyphs.other;
}

export function kindRole(row: Pick<IncidentRow, 'kinds'>): Role {
  const kind = headKind(row);
  return kind === 'oom-kill' || kind === 'userspace-kill' ? 'danger' : 'warn';
}
