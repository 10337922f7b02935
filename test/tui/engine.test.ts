import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { parseWords } from '../../src/cli/words/args.ts';
import { resolvePlan } from '../../src/cli/words/resolve-plan.ts';
import type { Answer, Ask, FromEngine, IncidentsPart, Topic } from '../../src/tui/engine/protocol.ts';
import { createService } from '../../src/tui/engine/service.ts';

const demo = fileURLToPath(new URL('../../corpus/demo', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'oomtrail-engine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const surroundings = {
  env: {},
  nowMs: Date.parse('2026-02-01T00:00:00Z'),
  bootMs: null,
  machineZone: 'UTC',
  stdinIsTerminal: true,
  stdoutIsTerminal: true,
  stdoutColumns: 80,
};

/** An engine that has read these paths, and what it told meanwhile. */
async function opened(...words: readonly string[]) {
  const plan = await resolvePlan(
    parseWords([...words], () => false),
    [],
    surroundings,
  );
  const told: FromEngine[] = [];
  const service = createService({ inputs: plan.operands, plan, title: 'test' }, (message) => told.push(message));
  await service.read();
  const parts = told.flatMap((message): IncidentsPart[] => (message.type === 'incidents' ? [message.part] : []));
  return {
    told,
    rows: parts.at(-1)?.rows ?? [],
    last: parts.at(-1),
    async ask<T extends Topic>(topic: T, ask: Ask<T>): Promise<Answer<T>> {
      await service.answer({ question: 1, topic, ask });
      const answer = told.at(-1);
      if (answer?.type === 'answer') return answer.answer as Answer<T>;
      throw new Error(answer?.type === 'refused' ? answer.message : 'no answer');
    },
  };
}

describe('engine', () => {
  it('tells progress, files and incidents, the complete ones last', async () => {
    const { told, rows, last } = await opened(demo, '--tz', 'Asia/Kolkata');
    expect(told.map(({ type }) => type)).toContain('progress');
    expect(told.map(({ type }) => type)).toContain('files');
    expect(last).toMatchObject({ final: true, total: 1, zone: 'Asia/Kolkata' });
    expect(rows[0]).toMatchObject({ host: 'db01', victims: ['mysqld'], kills: 1, scope: 'host' });
  });

  it('answers with the very bytes of the log', async () => {
    const { rows, ask } = await opened(demo, '--tz', 'Asia/Kolkata');
    const { incident, holders, metrics } = await ask('dossier', { id: rows[0]?.id ?? '' });
    const source = incident.sources.find(({ path }) => path.endsWith('kern.log'));
    if (source === undefined) throw new Error('the demo has a kern.log');
    const { lines, firstLine } = await ask('raw', { address: source, around: 500 });
    const file = readFileSync(source.path, 'utf8').split('\n');
    for (const [index, line] of lines.entries()) expect(line).toBe(file[firstLine - 1 + index]);
    expect(holders[0]).toMatchObject({ comm: 'agentd', largestPid: 288 });
    // One tool's growth, not the sum of what several tools saw.
    expect(holders[0]?.grownBytes).toBeLessThanOrEqual(holders[0]?.rssBytes ?? 0);
    expect(metrics.map(({ label }) => label)).toContain('rss of agentd (288)');
  });

  it('reads the same lines out of a compressed file', async () => {
    const packed = join(folder, 'kern.log.gz');
    writeFileSync(packed, gzipSync(readFileSync(join(demo, 'kern.log'))));
    const { rows, ask } = await opened(packed);
    const { incident } = await ask('dossier', { id: rows[0]?.id ?? '' });
    const [source] = incident.sources;
    if (source === undefined) throw new Error('an incident has a source');
    const { lines } = await ask('raw', { address: source, around: 0 });
    expect(lines[0]).toContain('invoked oom-killer');
  });

  it('gives charts whose every point has an address', async () => {
    const { rows, ask } = await opened(demo, '--tz', 'Asia/Kolkata');
    const { metrics, eventUs } = await ask('dossier', { id: rows[0]?.id ?? '' });
    const keys = metrics.slice(0, 1).map(({ key }) => key);
    const at = eventUs ?? 0;
    const [series] = await ask('chart', { keys, fromUs: at - 60e6, toUs: at + 60e6, points: 100 });
    expect(series?.points.length).toBeGreaterThan(20);
    for (const { source } of series?.points ?? []) expect(existsSync(source.path)).toBe(true);
  });

  it('answers SQL, and refuses what writes', async () => {
    const { ask } = await opened(demo);
    expect(await ask('sql', { text: 'select comm from victim', limit: 1 })).toMatchObject({
      columns: ['comm'],
      rows: [['mysqld']],
      truncated: true,
    });
    await expect(ask('sql', { text: 'delete from victim', limit: 1 })).rejects.toThrow();
    await expect(ask('sql', { text: 'select', limit: 1 })).rejects.toThrow('SQL');
  });

  it('has lanes with gaps where nothing was measured', async () => {
    const { rows, ask } = await opened(demo, '--tz', 'Asia/Kolkata');
    const at = rows[0]?.startUs ?? 0;
    const [lane] = await ask('lanes', { fromUs: at - 600e6, toUs: at + 60e6, columns: 66, clocks: {} });
    expect(lane?.available.slice(0, 40).every((value) => value === null)).toBe(true);
    expect(lane?.available.some((value) => value !== null)).toBe(true);
  });

  it('lets no control character through', async () => {
    const hostile = join(folder, 'hostile.log');
    const text = readFileSync(join(demo, 'kern.log'), 'latin1').replaceAll('mysqld', 'my\u001b[5md');
    writeFileSync(hostile, `${text}Jan  6 11:57:43 db01 kernel: [   90.0] \u001b]0;owned\u0007\u009b31m\n`);
    const { told, rows, ask } = await opened(hostile);
    const { incident } = await ask('dossier', { id: rows[0]?.id ?? '' });
    const [source] = incident.sources;
    if (source !== undefined) await ask('raw', { address: source, around: 4096 });
    await ask('sql', { text: 'select * from victim', limit: 9 });
    const everything = JSON.stringify(told, (_, value) =>
      typeof value === 'string' ? value.replace(/[\u0000-\u001f\u007f-\u009f]/g, 'UNSAFE') : value,
    );
    expect(everything).not.toContain('UNSAFE');
    expect(everything).toContain('\\\\x1b');
  });

  it('writes a report in the form of its ending, says where, and writes over nothing', async () => {
    const { rows, ask } = await opened(demo, '--tz', 'Asia/Kolkata');
    const ids = rows.map(({ id }) => id);
    const file = join(folder, 'incident.md');
    expect(await ask('report', { ids, file })).toContain(`${file} `);
    expect(readFileSync(file, 'utf8')).toContain('agentd');
    writeFileSync(file, 'mine');
    expect(await ask('report', { ids, file })).toContain(join(folder, 'incident-2.md'));
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await ask('report', { ids, file: join(folder, 'incident.html') });
    expect(readFileSync(join(folder, 'incident.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    await ask('report', { ids, file: join(folder, 'incident.jsonl') });
    expect(JSON.parse(readFileSync(join(folder, 'incident.jsonl'), 'utf8'))).toMatchObject({ id: ids[0] });
  });

  it('says why a report cannot be written', async () => {
    const { rows, ask } = await opened(demo, '--tz', 'Asia/Kolkata');
    const ids = rows.map(({ id }) => id);
    await expect(ask('report', { ids, file: join(folder, 'x.docx') })).rejects.toThrow('.md, .html, .json, .jsonl');
    await expect(ask('report', { ids, file: '/nowhere/x.md' })).rejects.toThrow('there is no directory /nowhere');
  });

  // A clock that the user corrects moves the samples of its lane, and nothing else.
  it('moves a lane by the correction of its clock', async () => {
    const { rows, ask } = await opened(demo, '--tz', 'Asia/Kolkata');
    const at = rows[0]?.startUs ?? 0;
    const window = { fromUs: at - 600e6, toUs: at + 600e6, columns: 120 };
    const [plain] = await ask('lanes', { ...window, clocks: {} });
    const [moved] = await ask('lanes', { ...window, clocks: { [plain?.name ?? '']: 100e6 } });
    const first = (lane: typeof plain): number => lane?.available.findIndex((value) => value !== null) ?? -1;
    expect(first(moved) - first(plain)).toBe(10);
  });

  it('says in a sentence what it cannot do', async () => {
    const { told, rows, ask } = await opened(join(folder, 'missing.log'));
    expect(rows).toEqual([]);
    expect(JSON.stringify(told)).toContain('missing.log');
    await expect(ask('dossier', { id: 'x' })).rejects.toThrow('not there');
  });
});
