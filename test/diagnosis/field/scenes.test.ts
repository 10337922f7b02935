import { describe, expect, it } from 'vitest';
import { judgeScene } from '../../../bench/diagnosis/field/judged.ts';
import { outcomeOf } from '../../../bench/diagnosis/field/outcome.ts';
import { fieldScenes } from '../../../bench/diagnosis/field/scenes.ts';

/**
 * Incidents of the field on hosts of 8 to 256 GB, as text that kernels and samplers would have written, through the whole
 * command. Their truth was written down before they were judged. Each case fails where a verdict is wrong, where a name is
 * wrong, or where the answer is given up that was found before.
 */
describe('scenes of the field', () => {
  it.each(fieldScenes.map((scene) => [scene.id, scene] as const))('%s', async (_, scene) => {
    const [incident] = await judgeScene(scene);
    const outcome = outcomeOf(scene.truth, incident);
    expect({ verdict: incident?.verdict?.cause, ...outcome }).toMatchObject({
      cause: scene.leftOpen ? 'open' : 'right',
      sureAndWrong: false,
      sureOfWrongName: false,
    });
    expect(outcome.victim).not.toBe('wrong');
  });

  it('covers every cause with three scenes or more', () => {
    const wanted = fieldScenes.filter(({ truth }) => truth.cause !== 'none' && truth.cause !== 'undetermined');
    const scenes = Map.groupBy(wanted, ({ truth }) => truth.cause);
    for (const [cause, list] of scenes) expect({ cause, scenes: list.length }).toMatchObject({ cause });
    expect([...scenes].filter(([, list]) => list.length < 3).map(([cause]) => cause)).toEqual([]);
    expect(scenes.size).toBe(31);
  });

  it('has ids that are its own', () => {
    expect(new Set(fieldScenes.map(({ id }) => id)).size).toBe(fieldScenes.length);
  });
});
