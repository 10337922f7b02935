import type { ReactNode } from 'react';
import { latest } from '../../app/answers.ts';
import { visibleRows } from '../../app/select.ts';
import type { ScreenProps } from '../../screen-props.ts';
import { type Line, line, piece, spread } from '../../text/line.ts';
import { datedMoment, moment, shortMoment } from '../../text/moment.ts';
import { timeMarks, timeRow } from '../../widgets/chart/axis.ts';
import { Rows } from '../../widgets/rows.tsx';
import { eventAtCursor } from './commands.ts';
import { eventsInTime, laneNameCells, laneNames, laneNoteCells, timelineCells, timelineWindow } from './frame.ts';
import { laneLines, lanesThatFit, legend, ruleLine } from './lanes.ts';

/** Screen 3: every machine a lane, time from left to right; what was not measured stays empty. */
export function TimelineScreen({ app, theme, width, height }: ScreenProps): ReactNode {
  const window = timelineWindow(app);
  if (window === null) {
    const lines: Line[] = [
      [],
      line('  Nothing here has a time of the wall clock: the logs tell seconds since boot only.'),
    ];
    return <Rows lines={lines} width={width} height={height} theme={theme} />;
  }
  const { zone } = app.found;
  const { cursorUs, lane: selected, topLane } = app.timeline;
  const cells = timelineCells(width);
  const nameCells = laneNameCells(width);
  const names = laneNames(app);
  const lanes = latest(app, 'lanes') ?? [];
  const events = eventsInTime(app);
  const timeless = visibleRows(app).length - events.length;
  const shown = names.slice(topLane, topLane + lanesThatFit(height));
  const year = (us: number): string => moment(us, zone).slice(0, 4);
  const sameYear = year(window.fromUs) === year(window.toUs);
  const span = `${moment(window.fromUs, zone)} ${theme.glyphs.arrow} ${sameYear ? shortMoment(window.toUs, zone) : datedMoment(window.toUs, zone)}`;
  const head = spread(
    [piece(` ${span}`, 'strong')],
    width < 60 ? [] : [piece(`${legend(theme)} `, 'muted')],
    width,
    theme.ascii,
  );
  const axis = line(' '.repeat(nameCells) + timeRow(timeMarks(window, cells, zone), cells), 'muted');
  const body = shown.flatMap((name, index) =>
    laneLines(
      lanes.find((lane) => lane.name === name) ?? null,
      name,
      events.filter((event) => event.lane === name),
      {
        window,
        cells,
        nameCells,
        noteCells: laneNoteCells(width),
        cursorUs,
        clockUs: app.clocks[name] ?? 0,
        selected: topLane + index === selected,
        theme,
      },
    ),
  );
  const event = eventAtCursor(app);
  const sentence =
    event === null
      ? 'no incident on this clock'
      : `${theme.glyphs.cursor} #${event.rank} ${shortMoment(event.startUs, zone)} ${event.lane}: ${event.title}`;
  const rest = timeless > 0 ? `  (${timeless} without a wall clock are not here)` : '';
  const filled = [head, axis, ...body].slice(0, height - 2);
  const lines = [
    ...filled,
    ...Array.from({ length: Math.max(0, height - 2 - filled.length) }, (): Line => []),
    ruleLine(width, theme),
    line(` ${sentence}${rest}`),
  ];
  return <Rows lines={lines} width={width} height={height} theme={theme} />;
}
