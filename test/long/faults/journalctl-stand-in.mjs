#!/usr/bin/env node
// Stands in for journalctl where no journald runs: serves `-f -o json` out of a folder of numbered files (as a journal is
// rotated and vacuumed), with `--after-cursor`, `--lines=0` and `--no-tail`. Cursors are entry numbers.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.STAND_IN_JOURNAL;
const word = (name) => process.argv.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
const after = word('--after-cursor');
const from = word('--cursor');
// An entry that is gone: the next one is the nearest.
let next =
  from !== undefined
    ? Number(from.slice(2))
    : after === undefined
      ? process.argv.includes('--no-tail')
        ? 0
        : newest() + 1
      : Number(after.slice(2)) + 1;

function files() {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b));
}

function newest() {
  return files()
    .slice(-1)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1))
    .reduce((most, line) => Math.max(most, Number(JSON.parse(line).__CURSOR.slice(2))), -1);
}

function serve() {
  let text = '';
  for (const name of files()) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1)) {
      const number = Number(/"__CURSOR":"n=(\d+)"/.exec(line)?.[1]);
      if (number < next) continue;
      next = number + 1;
      text += `${line}\n`;
    }
  }
  if (text !== '') process.stdout.write(text);
}
if (process.argv.includes('-n')) {
  const last = from === undefined ? newest() : Number(from.slice(2));
  if (last >= 0) process.stdout.write(`{"__CURSOR":"n=${last}"}\n`);
} else setInterval(serve, 20);
process.stdout.on('error', () => process.exit(0));
