import { components } from '../../../../diagnosis/accounting/components.ts';
import type { Accounting } from '../../../../diagnosis/analysis.ts';
import { formatShare } from '../../../../views/quantities.ts';
import type { Address } from '../../../engine/model/address.ts';
import { type AmountSettings, amount } from '../../../text/amounts.ts';
import type { Part } from '../memory.ts';
import { type Grounds, inReport, mostOrigins, type Origin } from './grounds.ts';

/** Counters of the report that a component is made of, as it prints them (src/diagnosis/accounting). */
const counters: Readonly<Record<string, string>> = {
  anonymous: 'active_anon + inactive_anon + isolated_anon, less shared memory; of a group: anon',
  'shared-memory': 'shmem',
  'page-cache': 'active_file + inactive_file + isolated_file; of a group: file less shmem',
  locked: 'unevictable, less shared memory that is locked',
  free: 'free + free_pcp',
  'slab-reclaimable': 'slab_reclaimable',
  'slab-unreclaimable': 'slab_unreclaimable',
  'kernel-stacks': 'kernel_stack of the nodes or zones',
  'page-tables': 'pagetables + sec_pagetables',
  hugetlb: 'hugepages_total x hugepages_size of the nodes',
  sockets: 'sock of the group',
  'kernel-other': 'kernel of the group, less the parts of it that are printed',
  bounce: 'bounce + kernel_misc_reclaimable',
};

function meaningOf(component: string): readonly (readonly [string, string])[] {
  const meaning = Object.entries(components).find(([name]) => name === component)?.[1];
  if (component === 'unaccounted') return [['means', 'pages in none of the counters: driver pages, pools, balloon']];
  return meaning === undefined ? [] : [['means', meaning]];
}

/** The line of the report that shows a component, or the total. */
export const lineOfComponent = (component: string, bytes: number, report: Address): Origin =>
  inReport(`${component}, in the report`, report, {
    claim: component.replaceAll('-', ' '),
    values: { bytes, counter: /^\w+/.exec(counters[component] ?? '')?.[0] ?? component },
  });

/** A component of the accounting: its counters, and its share of the whole. */
export function groundsOfPart(
  { component, bytes }: Part,
  accounting: Accounting,
  { amounts, report }: { readonly amounts: AmountSettings; readonly report: Address },
): Grounds {
  const { totalBytes, parts, scope, notPrinted } = accounting;
  const whole =
    scope === 'memcg'
      ? 'what the group used'
      : scope === 'node'
        ? 'the node'
        : 'RAM that the kernel manages (pages RAM less pages reserved)';
  const wholeLine = inReport('the whole, in the report', report, {
    claim: scope === 'memcg' ? 'limit' : 'unaccounted',
    values: { totalBytes },
  });
  const rest = component === 'unaccounted';
  const known = parts.filter((part) => part.bytes !== 0);
  const missing = notPrinted.length === 0 ? '' : `; the report does not print ${notPrinted.join(', ')}`;
  return {
    title: `${component}: ${amount(bytes, amounts)}, ${formatShare(bytes, totalBytes)}`,
    inputs: [
      ...meaningOf(component),
      [
        'counters',
        rest
          ? `none: the whole less ${known.map((part) => `${part.component} ${amount(part.bytes, amounts)}`).join(', ')}${missing}`
          : (counters[component] ?? component),
      ],
      ['bytes', `${bytes} (${amount(bytes, amounts)})`],
      ['whole', `${totalBytes} (${amount(totalBytes, amounts)}): ${whole}`],
      ['share', `${formatShare(bytes, totalBytes)} = ${bytes} / ${totalBytes}`],
    ],
    origins: rest
      ? [wholeLine, ...known.map((part) => lineOfComponent(part.component, part.bytes, report))].slice(0, mostOrigins)
      : [lineOfComponent(component, bytes, report), wholeLine],
  };
}
