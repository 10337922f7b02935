/** What a name says about its place in a rotated set. */
interface Rotated {
  /** The live file's name, shared by the set. */
  readonly stem: string;
  readonly scheme: 'live' | 'number' | 'date';
  /** Sorts the members of one scheme, oldest first. */
  readonly order: string;
  /** The mark stands before the ending: `kern.2.log`. */
  readonly infix: boolean;
}

const compression = /\.(gz|xz|zst|bz2|br|lzma|lz4|Z)$/;
/** 20261120, 2026-11-20, with hours or an epoch behind: logrotate's dateext and what people set as dateformat. */
const date = String.raw`(?:19|20)\d\d(?<gap>[-_.]?)(?:0[1-9]|1[0-2])\k<gap>(?:0[1-9]|[12]\d|3[01])(?:[-_.:T]?\d{2,10}){0,4}`;
const patterns: readonly { readonly scheme: Rotated['scheme']; readonly pattern: RegExp }[] = [
  // messages-20261120, syslog.20261120, daemon_2026-11-20-03
  { scheme: 'date', pattern: new RegExp(`^(?<stem>.+?)[-._](?<mark>${date})$`) },
  // messages-1795167030: dateformat -%s
  { scheme: 'date', pattern: /^(?<stem>.+)[-.](?<mark>1\d{9})$/ },
  // kern.log.2, syslog.0
  { scheme: 'number', pattern: /^(?<stem>.+)\.(?<mark>\d{1,4})$/ },
  // dmesg.old: one step back, as savelog and the boot scripts of some distributions leave it
  { scheme: 'number', pattern: /^(?<stem>.+)\.(?<mark>old)$/ },
  // kern-20261120.log, kern.2.log: logrotate's `extension .log`
  { scheme: 'date', pattern: new RegExp(`^(?<stem>.+?)[-._](?<mark>${date})(?<extension>\\.log)$`) },
  { scheme: 'number', pattern: /^(?<stem>.+)\.(?<mark>\d{1,3})(?<extension>\.log)$/ },
];

/**
 * journald's archives: `system@<sequence id>-<sequence number>-<time>.journal`, all in hexadecimal, and
 * `system@<time>-<random>.journal~` for one that was not closed.
 */
const archivedJournal =
  /^(?<stem>[^@]+)@(?:[0-9a-f]{32}-[0-9a-f]{16}-(?<closed>[0-9a-f]{16})\.journal|(?<torn>[0-9a-f]{16})-[0-9a-f]{16}\.journal~)$/;

/** Logs that rsyslog keeps apart by sender: 10.0.0.1 and 10.0.0.2 are two hosts. */
const address = /(?:^|[^\d.])\d{1,3}(?:\.\d{1,3}){3}$/;

function rotatedName(name: string): Rotated {
  const plain = name.replace(compression, '');
  const live: Rotated = { stem: plain, scheme: 'live', order: '', infix: false };
  if (address.test(plain)) return live;
  const journal = archivedJournal.exec(plain)?.groups;
  if (journal !== undefined) {
    const order = journal.closed ?? journal.torn ?? '';
    return { stem: `${journal.stem}.journal`, scheme: 'date', order, infix: false };
  }
  for (const { scheme, pattern } of patterns) {
    const { stem, mark, extension = '' } = pattern.exec(plain)?.groups ?? {};
    if (stem === undefined || mark === undefined) continue;
    const order = scheme === 'date' ? dateOrder(mark) : numberOrder(mark);
    return { stem: stem + extension, scheme, order, infix: extension !== '' };
  }
  return live;
}

/** The digits decide: 20261120 comes before 2026112003 and before 202611201795167030. */
const dateOrder = (mark: string) => mark.replace(/\D/g, '');

/** Higher numbers are older; `.old` is as old as `.0`. */
const numberOrder = (mark: string) => String(99_999 - (mark === 'old' ? 0 : Number(mark))).padStart(5, '0');

const schemeOrder = { number: 0, date: 1, live: 2 } as const;

/**
 * Groups the file names of one directory into logs: each group is one log, oldest member first.
 *
 * Where one directory holds both, numbers are taken for older than dates, since hosts moved from the one to the other
 * and logrotate leaves the old ones alone. Two names for one place (`kern.log.1` and `kern.log.1.gz`, a compression that was
 * interrupted) are not one log: the second is a group of its own. So is a number in the middle (`node.1.log`) without a
 * live file beside it: that may number hosts. Groups come in the order of the names given.
 */
export function groupRotated(names: readonly string[]): readonly (readonly string[])[] {
  const rotated = names.map((name) => ({ name, ...rotatedName(name) }));
  const live = new Set(rotated.filter(({ scheme }) => scheme === 'live').map(({ stem }) => stem));
  const groups = new Map<string, Map<string, string>>();
  for (const { name, stem, scheme, order, infix } of rotated) {
    const joins = !(infix && scheme === 'number') || live.has(stem);
    const group = getOrAdd(groups, joins ? stem : name);
    const place = joins ? `${schemeOrder[scheme]} ${order}` : `${schemeOrder.live} `;
    const held = group.get(place);
    // The shorter name is the uncompressed one, which is whole; the other may be half a file.
    const [inside, aside] = held === undefined || name.length < held.length ? [name, held] : [held, name];
    group.set(place, inside);
    if (aside !== undefined) getOrAdd(groups, `${aside}\0`).set('', aside);
  }
  return Array.from(groups.values(), (group) =>
    Array.from(group)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, name]) => name),
  );
}

function getOrAdd(groups: Map<string, Map<string, string>>, key: string): Map<string, string> {
  const group = groups.get(key) ?? new Map<string, string>();
  groups.set(key, group);
  return group;
}
