import { parseWords } from '../../src/cli/words/args.ts';
import { resolvePlan } from '../../src/cli/words/resolve-plan.ts';
import { needs } from '../../src/tui/app/answers.ts';
import { appStart } from '../../src/tui/app/start.ts';
import type { App } from '../../src/tui/app/state.ts';
import { update } from '../../src/tui/app/update.ts';
import type { EngineNews, FromEngine } from '../../src/tui/engine/protocol.ts';
import { createService } from '../../src/tui/engine/service.ts';
import type { Size } from '../../src/tui/size.ts';

const surroundings = {
  env: {},
  nowMs: Date.parse('2026-02-01T00:00:00Z'),
  bootMs: null,
  machineZone: 'UTC',
  stdinIsTerminal: true,
  stdoutIsTerminal: true,
  stdoutColumns: 80,
};

/** The screens over real inputs and the real engine, without terminal and thread. */
export interface Walk {
  readonly app: () => App;
  /** Presses keys, and waits until the screen has all that it asks for. */
  press(...keys: readonly string[]): Promise<App>;
}

export async function walkThrough(path: string, size: Size): Promise<Walk> {
  const words = parseWords([path], () => false);
  const plan = await resolvePlan(words, [], surroundings);
  const told: FromEngine[] = [];
  const service = createService({ inputs: plan.operands, plan, title: 'test' }, (message) => told.push(message));
  await service.read();
  const news = told.flatMap((message): EngineNews[] =>
    message.type === 'answer' || message.type === 'refused' ? [] : [message],
  );
  let app = news.reduce(
    (before, one) => update(before, { type: 'news', news: one })[0],
    appStart({ size, title: 'test', zone: 'UTC' }),
  );

  async function settle(): Promise<void> {
    for (let round = 0; round < 12; round++) {
      const open = needs(app).filter(({ topic, key }) => app.answers[topic]?.key !== key);
      if (open.length === 0) return;
      for (const { topic, key, ask } of open) {
        await service.answer({ question: 1, topic, ask });
        const answer = told.at(-1);
        if (answer?.type === 'answer') [app] = update(app, { type: 'answer', topic, key, answer: answer.answer });
        else if (answer?.type === 'refused')
          [app] = update(app, { type: 'refused', topic, key, error: answer.message });
      }
    }
    throw new Error('the screen asks for ever');
  }

  await settle();
  return {
    app: () => app,
    async press(...keys) {
      for (const key of keys) {
        [app] = update(app, { type: 'key', key });
        await settle();
      }
      return app;
    },
  };
}
