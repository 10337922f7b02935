import { basename } from 'node:path';
import { pictureMaker, writePlots } from '../../report/plots.ts';
import { counted } from '../../views/quantities.ts';
import type { IncidentReport } from '../../views/report/model.ts';

const mostNames = 8;

export interface PlotDrawing {
  draw(incident: IncidentReport): Promise<void>;
  /** What was written, and what could not be. */
  tell(): readonly string[];
}

/** Writes the charts of each chapter into a folder (`--plots DIR`) and keeps their names, to be told at the end. */
export function drawPlots(folder: string): PlotDrawing {
  const names: string[] = [];
  let makesPictures = true;
  return {
    async draw(incident) {
      const { written, pictures } = await writePlots(folder, incident);
      makesPictures &&= pictures;
      names.push(...written.map((path) => basename(path)));
    },
    tell() {
      if (names.length === 0) return [`${folder}: no chart to write: no samples belong to what was found`];
      const rest = names.length - mostNames;
      const more = rest > 0 ? ` and ${counted(rest, 'more file')}` : '';
      return [
        `${folder}: ${names.slice(0, mostNames).join(', ')}${more}`,
        ...(makesPictures ? [] : [`${folder}: SVG only: PNG needs ${pictureMaker}, which is not installed`]),
      ];
    },
  };
}
