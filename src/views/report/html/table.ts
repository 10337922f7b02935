import { type Child, el, type Markup } from '../markup.ts';

export interface TableParts {
  /** What the table lists, for those who do not see it. */
  readonly label: string;
  readonly class: 'sortable' | 'parts' | null;
  readonly titles: readonly Markup[];
  readonly rows: readonly Child[];
}

export const columnTitle = (title: string): Markup => el('th', { scope: 'col' }, title);

/** A table that scrolls by itself where it is wider than the page, with the keyboard too. */
export function scrollingTable({ label, class: name, titles, rows }: TableParts): Markup {
  return el(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    el('table', { class: name }, el('thead', {}, el('tr', {}, titles)), el('tbody', {}, rows)),
  );
}
