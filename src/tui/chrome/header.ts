import { counted, formatCount, formatSpan } from '../../views/quantities.ts';
import { currentDossier } from '../app/answers.ts';
import { clockUsOf } from '../app/select.ts';
import type { App, Found, ScreenName } from '../app/state.ts';
import { fitLine, type Line, piece, spread } from '../text/line.ts';
import { shortMoment, tick, zoneOffset } from '../text/moment.ts';
import type { Theme } from '../theme.ts';
import { bar } from '../widgets/bar.ts';

const screenTitles: Readonly<Record<ScreenName, string>> = {
  incidents: 'incidents',
  detail: 'detail',
  timeline: 'timeline',
  live: 'live',
  files: 'files',
};

/** Name, way to this screen, inputs; at the right how far the reading is. */
export function headerLine(app: App, theme: Theme): Line {
  const { columns } = app.size;
  const { title, screen, found } = app;
  const crumbs = screen === 'detail' ? detailCrumb(app) : `${screenTitles[screen]}  ${title}`;
  const left: Line = [piece(' oomtrail ', 'title'), piece(crumbs)];
  if (columns < 36 || (columns < 60 && screen === 'detail')) return fitLine(left, columns, theme.ascii);
  const right = app.live.shown === null ? progressText(found, columns, theme) : liveText(app, app.live.shown.atMs);
  return spread(left, [piece(` ${right} `, found.final ? 'muted' : 'accent')], columns, theme.ascii);
}

/** While something is watched: what was found, and the time of what is shown. */
function liveText({ found, size }: App, atMs: number): string {
  const count = counted(found.rows.length, 'incident');
  if (size.columns < 60) return tick(atMs * 1000, found.zone, 1);
  return `${count}  ${tick(atMs * 1000, found.zone, 1)} ${zoneOffset(atMs * 1000, found.zone)}`;
}

function detailCrumb(app: App): string {
  const incident = currentDossier(app)?.incident;
  if (incident === undefined) return 'detail';
  const rank = app.found.rows.find(({ id }) => id === incident.id)?.rank;
  const startUs = incident.start === null ? null : Date.parse(incident.start) * 1000 + clockUsOf(app);
  const when =
    startUs === null
      ? 'no wall clock'
      : `${shortMoment(startUs, app.found.zone)} ${zoneOffset(startUs, app.found.zone)}`;
  return `#${rank ?? '?'} ${incident.host ?? ''} ${when}`.replace(/\s+/g, ' ');
}

/** `reading 71 % 612 MB/s`, or what was found. */
export function progressText({ final, failed, progress, rows, files }: Found, columns: number, theme: Theme): string {
  if (failed !== null) return 'failed';
  if (final) return `${counted(rows.length, 'incident')}, ${counted(files.length, 'file')}`;
  if (progress === null) return 'starting';
  const { fileBytes, fileTotalBytes, bytes, seconds } = progress;
  const megabytes = bytes / 1e6;
  const rate = seconds > 0.2 && megabytes >= 1 ? `${Math.round(megabytes / seconds)} MB/s` : '';
  const read = megabytes >= 1 ? `${Math.round(megabytes)} MB` : `${Math.round(bytes / 1e3)} kB`;
  if (columns < 60) return `reading ${rate}`.trim();
  const share = fileTotalBytes === null || fileTotalBytes < fileBytes ? null : fileBytes / Math.max(1, fileTotalBytes);
  const gauge = share === null ? '' : ` ${bar(share, 8, theme)}`;
  const soFar = rows.length === 0 ? '' : `${formatCount(rows.length)} so far, `;
  return [`${soFar}reading${gauge}`, read, rate, formatSpan(Math.round(seconds))]
    .filter((part) => part !== '')
    .join(' ');
}
