import { type ComponentId, components } from '../../../../diagnosis/accounting/components.ts';
import { type CounterNames, counterNames } from '../../../../diagnosis/accounting/counters.ts';
import type { Accounting } from '../../../../diagnosis/analysis.ts';
import { formatShare } from '../../../../views/quantities.ts';
import type { Address } from '../../../engine/model/address.ts';
import { type AmountSettings, amount } from '../../../text/amounts.ts';
import type { Part } from '../memory.ts';
import { type Grounds, inReport, mostOrigins, type Origin } from './grounds.ts';

const isComponent = (name: string): name is ComponentId => Object.hasOwn(components, name);

const namesOf = (component: string): CounterNames => (isComponent(component) ? counterNames[component] : {});

/** The counters of a component as the report prints them, and those of a group where they have other names. */
function countersInWords(component: string): string {
  const { pages = [], lines = [], group = [], less } = namesOf(component);
  const [report, ofGroup] = [[...pages, ...lines].join(' + '), group.join(' + ')];
  const sums = [report, ofGroup === '' || ofGroup === report ? '' : `of a group: ${ofGroup}`].filter(
    (text) => text !== '',
  );
  return sums.length === 0 ? component : `${sums.join('; ')}${less === undefined ? '' : `, less ${less}`}`;
}

function meaningOf(component: string): readonly (readonly [string, string])[] {
  if (component === 'unaccounted') return [['means', 'pages in none of the counters: driver pages, pools, balloon']];
  return isComponent(component) ? [['means', components[component]]] : [];
}

function firstCounter(component: string): string {
  const { pages = [], lines = [], group = [] } = namesOf(component);
  return /^\w+/.exec(pages[0] ?? lines[0] ?? group[0] ?? '')?.[0] ?? component;
}

/** The line of the report that shows a component, or the total. */
export const lineOfComponent = (component: string, bytes: number, report: Address): Origin =>
  inReport(`${component}, in the report`, report, {
    claim: component.replaceAll('-', ' '),
    values: { bytes, counter: firstCounter(component) },
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
          : countersInWords(component),
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
