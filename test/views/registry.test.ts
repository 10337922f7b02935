import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCommands } from '../../src/cli/commands/index.ts';
import { views } from '../../src/views/index.ts';
import { analysis, settings } from './incident-fixture.ts';

/** What views share; everything else in the folder is a view. */
const shared = ['index', 'quantities', 'readable', 'sanitize', 'style', 'times', 'view', 'width'];

test('the list of views holds every file of its folder', () => {
  const files = readdirSync(new URL('../../src/views/', import.meta.url), { withFileTypes: true });
  const names = files.filter((file) => file.isFile()).map((file) => file.name.replace(/\.ts$/, ''));
  expect(views.map(({ name }) => name).toSorted()).toEqual(names.filter((name) => !shared.includes(name)).toSorted());
});

test('every command that presents an analysis offers every view', async () => {
  const names = views.map(({ name }) => name);
  for (const command of await loadCommands()) {
    if (['analyze', 'why', 'demo'].includes(command.name))
      expect(command.formats, command.name).toEqual(expect.arrayContaining(names));
  }
});

test('JSON is the analysis itself, and JSON lines are its incidents', () => {
  const rendered = Object.fromEntries(views.map((view) => [view.name, view.render(analysis, settings)]));
  expect(JSON.parse(rendered.json ?? '')).toEqual(analysis);
  expect(
    (rendered.jsonl ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(analysis.incidents);
});
