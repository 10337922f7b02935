import { mkdirSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { readStored, settle, sleep, startLive } from './live-process.ts';
import { createLineMaker, openDaemon } from './log-writer.ts';

const f = '/tmp/lv/k1';
rmSync(f, { recursive: true, force: true });
mkdirSync(f);
const d = openDaemon(f + '/kern.log');
const m = createLineMaker();
let l = await startLive([f + '/kern.log', '--db', f + '/t.db', '--no-sampler']);
for (let t = 0; t < 4; t++) {
  for (let i = 0; i < 20; i++) {
    d.write(m.lines(20));
    await sleep(10);
  }
  await l.kill();
  const db = new Database(f + '/t.db', { readonly: true });
  console.log(
    m.made,
    m.pids.size,
    readStored(f + '/t.db').records,
    JSON.stringify(JSON.parse(db.prepare('select position from position').pluck().get() as string), (k, v) =>
      k === 'published' ? v.length : v,
    ),
  );
  db.close();
  for (let i = 0; i < 20; i++) {
    d.write(m.lines(20));
  }
  l = await startLive([f + '/kern.log', '--db', f + '/t.db', '--no-sampler']);
}
await settle(f + '/t.db', m.pids.size);
await l.stop();
console.log(m.pids.size, readStored(f + '/t.db').records, l.said().slice(0, 600));
