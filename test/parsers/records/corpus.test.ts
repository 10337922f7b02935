import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { adaptiveReader } from '../../../parsers/framings/adaptive-reader.ts';
import { detectFraming } from '../../../parsers/framings/detect.ts';
import { headOf } from '../../../parsers/framings/head.ts';
import { journalJson } from '../../../parsers/framings/journal-json.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import type { RecordBody } from '../../../parsers/model/record.ts';
import { bodies } from './assembled.ts';

/** Captures of real incidents with known counts. They lie beside the checkout and are no part of it. */
const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));
const present = existsSync(corpus);

function entriesOf(path: string): LogEntry[] {
  const lines = readFileSync(path, 'latin1').split('\n');
  const entries: LogEntry[] = [];
  const head = lines.slice(0, 200);
  const first = path.endsWith('.json') ? journalJson : detectFraming(head);
  const reader = adaptiveReader(first, headOf(head));
  let byteStart = 0;
  lines.forEach((text, index) => {
    const byteEnd = byteStart + text.length;
    reader.read({ path, text, line: index + 1, byteStart, byteEnd, cut: false }, (entry) => entries.push(entry));
    byteStart = byteEnd + 1;
  });
  reader.end((entry) => entries.push(entry));
  return entries;
}

/** The words of metadata.json for what these records are. */
const counted: Readonly<Record<string, (body: RecordBody) => boolean>> = {
  hung_task: (body) => body.kind === 'hung-task',
  page_alloc_failure: (body) => body.kind === 'alloc-failure' && body.variant === 'page',
  vmalloc_error: (body) => body.kind === 'alloc-failure' && body.variant === 'vmalloc',
  slub_unable: (body) => body.kind === 'alloc-failure' && body.variant === 'slab',
};
const countedInJournal: Readonly<Record<string, (body: RecordBody) => boolean>> = {
  systemd_oom_notice: (body) => body.kind === 'unit-oom' && body.result === 'oom-notice',
  unit_oom_kill: (body) => body.kind === 'unit-oom' && body.result === 'oom-kill',
  earlyoom_kill: (body) => body.kind === 'userspace-kill' && body.killer === 'earlyoom',
  systemd_oomd_kill: (body) => body.kind === 'userspace-kill' && body.killer === 'systemd-oomd',
};

function counts(found: readonly RecordBody[], words: typeof counted): Record<string, number> {
  return Object.fromEntries(Object.entries(words).map(([word, is]) => [word, found.filter(is).length]));
}

function truth(events: Readonly<Record<string, number>>, words: typeof counted): Record<string, number> {
  return Object.fromEntries(Object.keys(words).map((word) => [word, events[word] ?? 0]));
}

const runs = present ? readdirSync(corpus).filter((run) => existsSync(`${corpus}${run}/metadata.json`)) : [];

describe.skipIf(!present)('every run of the corpus (skipped: no ../shared/corpus)', () => {
  it.each(runs)('%s', (run) => {
    const folder = `${corpus}${run}/`;
    const metadata = JSON.parse(readFileSync(`${folder}metadata.json`, 'utf8'));
    const source = metadata.event_counts_source === 'console.log' ? 'console.log' : 'kmsg.txt';
    const kernel = bodies(entriesOf(folder + source));
    expect(counts(kernel, counted)).toEqual(truth(metadata.event_counts, counted));
    for (const body of kernel.filter((each) => each.kind === 'hung-task' || each.kind === 'alloc-failure'))
      expect(body).toMatchObject({ complete: true, problems: [] });
    if (existsSync(`${folder}journal.json`)) {
      const journal = bodies(entriesOf(`${folder}journal.json`));
      expect(counts(journal, countedInJournal)).toEqual(truth(metadata.event_counts, countedInJournal));
    }
  });

  it.each(runs)('%s: dmesg and kmsg tell the same', (run) => {
    const kinds = ['hung-task', 'alloc-failure', 'stall'];
    const ofKernel = (file: string) =>
      bodies(entriesOf(`${corpus}${run}/${file}`)).filter((body) => kinds.includes(body.kind));
    // Plain dmesg cannot show who wrote to /dev/kmsg, so a forged line is a record there and none in kmsg.
    const genuine = ofKernel('dmesg.txt').filter((body) => body.complete);
    expect(genuine).toEqual(ofKernel('kmsg.txt'));
  });
});
