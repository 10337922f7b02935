import type { FramedLine, Manager } from './ended.ts';

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/**
 * systemd up to 244 names only descriptions in "Started ...": there the restart job counts. Its limit ends the restarts.
 * ```
 * web.service: Scheduled restart job, restart counter is at 3.
 * Started web.service - The shop.
 * web.service: Start request repeated too quickly.
 * ```
 */
export const systemd: Manager = ({ unit }, lines) => {
  if (unit === null) return null;
  const starts = new RegExp(`^Started ${literally(unit)}( - .*)?\\.?$`);
  const told = lines.filter(({ entry }) => entry.tag === 'systemd');
  const first = (is: (text: string) => boolean): FramedLine | undefined => told.find(({ entry }) => is(entry.text));
  const refused = first((text) => text.startsWith(`${unit}: Start request repeated too quickly`));
  const started =
    first((text) => starts.test(text)) ?? first((text) => text.startsWith(`${unit}: Scheduled restart job`));
  if (refused && (!started || told.indexOf(refused) < told.indexOf(started)))
    return { name: unit, outcome: 'given-up', heldBack: null, found: refused };
  return started ? { name: unit, outcome: 'started', heldBack: null, found: started } : null;
};
