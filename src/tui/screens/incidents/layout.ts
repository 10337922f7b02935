import { bodySize, type Size, sizeClass } from '../../size.ts';

export interface IncidentsLayout {
  readonly beside: boolean;
  readonly list: Size;
  readonly preview: Size;
}

/** List and preview beside each other on wide screens, else one above the other; the list takes no more than it needs. */
export function incidentsLayout(size: Size, total: number): IncidentsLayout {
  const { columns, rows } = bodySize(size);
  const kind = sizeClass(size);
  if (columns >= 150 && rows >= 20) {
    const listColumns = Math.floor(columns * 0.56);
    return {
      beside: true,
      list: { columns: listColumns, rows },
      preview: { columns: columns - listColumns, rows },
    };
  }
  const least = kind === 'tiny' ? 6 : kind === 'small' ? 11 : 14;
  const listRows = Math.max(2, Math.min(total + 1, rows - least));
  return {
    beside: false,
    list: { columns, rows: listRows },
    preview: { columns, rows: Math.max(0, rows - listRows) },
  };
}

/** Rows of the list that hold incidents: the first one has the titles. */
export const listHeight = (size: Size, total: number): number =>
  Math.max(1, incidentsLayout(size, total).list.rows - 1);
