import type { Incident } from '../diagnosis/analysis.ts';
import type { SampleSeries } from '../store/timeline.ts';

/** Folders in which tools and people put samples beside logs. */
function isWithin(folder: string, ancestor: string): boolean {
  return folder === ancestor || folder.startsWith(ancestor.endsWith('/') ? ancestor : `${ancestor}/`);
}

/**
 * Whether samples belong to an incident: the same host where both name one, else a folder inside the log's folder or
 * beside it.
 */
export function joins(
  series: Pick<SampleSeries, 'host' | 'directory'>,
  incident: Pick<Incident, 'host' | 'sources'>,
): boolean {
  if (series.host !== null && incident.host !== null && series.host === incident.host) return true;
  return incident.sources.some(({ path }) => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    return isWithin(series.directory, folder);
  });
}
