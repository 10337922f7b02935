import type { IncidentRow } from './model/incident-row.ts';
import type { Answer, Ask, EngineNews, FromEngine } from './protocol.ts';

/** A list that grows is shown anew so often at most. */
const growsEveryMs = 250;

type Announced = Extract<FromEngine, { type: 'incidents' }>;

export interface RowsDoor {
  ask(ask: Ask<'rows'>): Promise<Answer<'rows'>>;
  tell(news: EngineNews): void;
}

/**
 * Takes the rows of a judgement in bounded slices, one on its way at a time, so that keys are answered between them. A first
 * list grows on the screen; a later one takes the place of the former when all of it is there.
 */
export function createRowsGatherer({ ask, tell }: RowsDoor): (announced: Announced) => Promise<void> {
  let newest = -1;
  let told = 0;
  let toldMs = 0;

  function show(part: Announced['part'], rows: readonly IncidentRow[]): void {
    told = rows.length;
    toldMs = performance.now();
    tell({ type: 'incidents', part: { ...part, rows: [...rows] } });
  }

  return async ({ judgement, part }) => {
    newest = judgement;
    const isFirst = told === 0;
    const rows = [...part.rows];
    if (isFirst || rows.length >= part.total) show(part, rows);
    while (rows.length < part.total) {
      const slice = await ask({ judgement, from: rows.length });
      if (newest !== judgement || slice.length === 0) return;
      rows.push(...slice);
      const isWhole = rows.length >= part.total;
      if (isWhole || (isFirst && performance.now() - toldMs >= growsEveryMs)) show(part, rows);
    }
  };
}
