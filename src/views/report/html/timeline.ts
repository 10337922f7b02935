import { formatCount } from '../../quantities.ts';
import { brief } from '../brief.ts';
import { momentText } from '../build/clock.ts';
import { type Child, el } from '../markup.ts';
import type { IncidentReport, ReportHead } from '../model.ts';
import { narrow, wide } from '../svg/chart.ts';
import { stripSvg } from '../svg/strip.ts';
import { section, statement } from './pieces.ts';

/** What happened, as a strip and as a list; nothing where nothing is known. */
export function timelineHtml(
  { origin, timeline, timelineLeftOut }: IncidentReport,
  id: string,
  head: ReportHead,
): Child {
  if (timeline.length === 0) return null;
  const strips = [wide, narrow].map((size) => stripSvg(timeline, size));
  return section(
    id,
    'Timeline',
    strips[0] === null
      ? null
      : el(
          'figure',
          { class: 'strip' },
          el('div', { class: 'wide' }, strips[0] ?? null),
          el('div', { class: 'narrow' }, strips[1] ?? null),
        ),
    el(
      'ol',
      { class: 'events' },
      timeline.map((mark) =>
        el(
          'li',
          { class: `k-${mark.kind}` },
          el('span', { class: 'at' }, momentText(mark.seconds, origin, head.zone)),
          ' ',
          statement(brief(mark), head),
        ),
      ),
    ),
    timelineLeftOut === 0 ? null : el('p', {}, `And ${formatCount(timelineLeftOut)} more.`),
  );
}
