import { formatBytes, formatCount } from '../../views/quantities.ts';

/** How amounts of memory are shown; `u` goes round. */
export const amountUnits = ['auto', 'MiB', 'kB', 'pages'] as const;
export type AmountUnit = (typeof amountUnits)[number];

export interface AmountSettings {
  readonly unit: AmountUnit;
  /** Null where no report proved one: pages are then shown as kB. */
  readonly pageSizeBytes: number | null;
}

/** Unknown is `-`, never 0. kB are the kernel's: 1024 bytes. */
export function amount(bytes: number | null, { unit, pageSizeBytes }: AmountSettings): string {
  if (bytes === null) return '-';
  if (unit === 'auto') return formatBytes(bytes);
  if (unit === 'MiB') return `${formatCount(Number((bytes / 1_048_576).toFixed(1)))} MiB`;
  if (unit === 'pages' && pageSizeBytes !== null) return `${formatCount(Math.round(bytes / pageSizeBytes))} pages`;
  return `${formatCount(Math.round(bytes / 1024))} kB`;
}

/** A change, with its sign. */
export function change(bytes: number | null, settings: AmountSettings): string {
  if (bytes === null) return '-';
  const text = amount(bytes, settings);
  return bytes > 0 ? `+${text}` : text;
}
