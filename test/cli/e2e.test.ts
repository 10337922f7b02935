import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { closed } from '../views/schema-from-types.ts';
import { ended, pipeline, repository, run, start } from './run.ts';

const demo = 'corpus/demo';
const kernLog = `${demo}/kern.log`;
const folder = mkdtempSync(join(tmpdir(), 'oomtrail-cli-'));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const isRoot = process.getuid?.() === 0;

function validator(name: string): (value: unknown) => unknown {
  const schema = closed(JSON.parse(readFileSync(`${repository}schemas/${name}.json`, 'utf8')));
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
  return (value) => (validate(value) ? [] : validate.errors?.slice(0, 3));
}

const jsonLines = (text: string): Record<string, unknown>[] =>
  text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));

describe('without work', () => {
  test('--version and --help go to standard output and end with 0', async () => {
    const version = await run(['--version']);
    expect(version).toMatchObject({ status: 0, stderr: '' });
    expect(version.stdout).toMatch(/^oomtrail \d+\.\d+\.\d+\n$/);
    expect(await run(['help'])).toEqual(await run(['--help']));
    expect((await run(['query', '--help'])).stdout).toMatch(/^Examples:\n/);
    expect((await run(['help', 'exit-codes'])).stdout).toContain('permission alone');
  });

  test.each([
    [['analize', 'x'], 'did you mean "oomtrail analyze"'],
    [['analyze', '--sinze', 'x'], 'did you mean --since'],
    [['extract', '--nagios', kernLog], 'extract has no option --nagios'],
    [['explain', 'GFP_KERNLE'], 'did you mean GFP_KERNEL'],
    [['explain', '0x140dca'], 'Since kernel 4.6 the log names them in brackets'],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
    [['import', kernLog], 'needs --db'],
    [['query', '--db', 'x.db'], 'needs SQL'],
    [['formats', '--schema', 'recrod'], 'did you mean record'],
    [['help', 'exit-code'], 'did you mean exit-codes'],
    [['show'], 'needs an argument'],
    [['version', 'please'], 'takes no argument'],
    [['why', 'kern.log'], 'oomtrail analyze PATH'],
  ])('%j is refused with 2 and a sentence', async (args, sentence) => {
    const { status, stdout, stderr } = await run(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^oomtrail: /);
    expect(stderr).not.toContain('    at ');
  });

  test('explain takes a mask with its flags as the log has it', async () => {
    const { stdout, status } = await run(['explain', 'gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO)']);
    expect(status).toBe(0);
    expect(stdout.match(/^\S+$/gm)).toEqual(['gfp_mask', 'GFP_HIGHUSER_MOVABLE', '__GFP_COMP', '__GFP_ZERO']);
  });

  test.each(['bash', 'zsh', 'fish'])('completion for %s names the commands and their options', async (shell) => {
    const { stdout, status } = await run(['completion', shell]);
    expect(status).toBe(0);
    for (const word of ['analyze', 'extract', 'since', 'fail-on']) expect(stdout).toContain(word);
  });

  test('completion for bash is a script that bash reads', async () => {
    const { stdout } = await pipeline(
      `source <(oomtrail completion bash) && COMP_WORDS=(oomtrail analyze --sin) COMP_CWORD=2 && _oomtrail && echo "\${COMPREPLY[@]}"`,
    );
    expect(stdout.trim()).toBe('--since');
  });

  test('explain takes a token as it stands in the log', async () => {
    const { stdout } = await run(['explain', 'GFP_HIGHUSER_MOVABLE|__GFP_COMP', 'anon-rss:81768kB,']);
    for (const word of ['GFP_HIGHUSER_MOVABLE', '__GFP_COMP', 'anon-rss', 'kB']) expect(stdout).toContain(word);
  });

  test('formats lists, detects and prints schemas', async () => {
    expect((await run(['formats'])).stdout).toMatch(/^logs:\n.*journal-json/s);
    expect((await run(['formats', '--detect', kernLog])).stdout).toContain('a log, rfc3164');
    expect((await run(['formats', '--detect', `${demo}/samples/ps.txt`])).stdout).toContain('memory samples, ps');
    const { stdout } = await run(['formats', '--schema', 'record']);
    expect(JSON.parse(stdout)).toMatchObject({ $id: 'oomtrail/record@1' });
    expect(await run(['formats', '--detect', join(folder, 'nothing')])).toMatchObject({ status: 2 });
  });
});

describe('extract and samples', () => {
  test('every line is a record of the schema, in log order', async () => {
    const { stdout, status, stderr } = await run(['extract', kernLog, `${demo}/journal.json`]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const records = jsonLines(stdout);
    expect(records.map(({ kind }) => kind)).toEqual(['oom-kill', 'oom-kill']);
    const validate = validator('record');
    for (const record of records) expect(validate(record)).toEqual([]);
  });

  test('a file, a pipe and a gz give the same records', async () => {
    const bytes = readFileSync(`${repository}${kernLog}`);
    const withoutPath = (text: string) => text.replaceAll(/"path":"[^"]*"/g, '"path":""');
    // The year of a yearless log follows from its file's time, which a pipe does not have.
    const year = ['--year', '2026'];
    const fromFile = await run(['extract', kernLog, ...year]);
    const fromPipe = await run(['extract', '-', ...year], { input: bytes });
    const fromGzip = await run(['extract', file('kern.log.gz', gzipSync(bytes)), ...year]);
    expect(jsonLines(fromFile.stdout).length).toBe(1);
    expect(withoutPath(fromPipe.stdout)).toBe(withoutPath(fromFile.stdout));
    expect(withoutPath(fromGzip.stdout)).toBe(withoutPath(fromFile.stdout));
  });

  test('every line is a sample of the schema', async () => {
    const { stdout, status } = await run(['samples', `${demo}/samples`]);
    expect(status).toBe(0);
    const samples = jsonLines(stdout);
    expect(new Set(samples.map(({ format }) => format)).size).toBeGreaterThan(1);
    const validate = validator('sample');
    for (const sample of samples) expect(validate(sample)).toEqual([]);
  });

  test('a reader who goes away is no trouble', async () => {
    const { statuses, stderr } = await pipeline(
      `for i in $(seq 200); do cat ${kernLog}; done | oomtrail extract - | head -c 100 > /dev/null`,
    );
    expect(stderr).toBe('');
    expect(statuses.slice(1)).toEqual([0, 0]);
    expect((await pipeline(`oomtrail analyze ${demo} | head -1`)).statuses).toEqual([0, 0]);
  });
});

describe('analyze', () => {
  test('the demo, as JSON, is an analysis of the schema', async () => {
    const { stdout, status } = await run(['demo', '--json']);
    expect(status).toBe(0);
    const analysis = JSON.parse(stdout);
    expect(validator('analysis')(analysis)).toEqual([]);
    expect(analysis.incidents).toHaveLength(1);
    expect(analysis.incidents[0]).toMatchObject({
      host: 'db01',
      scope: 'host',
      kills: 1,
      start: '2026-01-06T06:27:41.972167Z',
      victims: [{ pid: 254, comm: 'mysqld' }],
    });
  });

  test('the demo, as text, shows victim, holder, choice, memory and address', async () => {
    const { stdout, stderr } = await run(['demo']);
    expect(stderr).toBe('');
    for (const piece of [
      '2026-01-06 11:57:41.972 +05:30',
      'mysqld (pid 254): 79.9 MiB anonymous memory',
      'agentd (pid 288)',
      'runner-up redis-server (pid 230)',
      'vmstat (pid 177) asked for one page',
      'corpus/demo/kern.log:431-507',
    ]) {
      expect(stdout).toContain(piece);
    }
    expect(stdout).not.toContain('\u001b');
  });

  test('paths alone, and a pipe alone, are analyzed', async () => {
    const named = await run([kernLog]);
    expect(named).toEqual(await run(['analyze', kernLog]));
    expect(named.stdout).toMatch(/^1 incident, 1 process killed\n/);
    const piped = await run([], { input: readFileSync(`${repository}${kernLog}`) });
    expect(piped.stdout).toMatch(/^1 incident, 1 process killed\n/);
  });

  test('--color, NO_COLOR and --output', async () => {
    expect((await run(['demo', '--color', 'always'])).stdout).toContain('\u001b[');
    expect((await run(['demo'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[');
    expect((await run(['demo'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain('\u001b[');
    const path = join(folder, 'out.txt');
    expect(await run(['demo', '-o', path])).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(path, 'utf8')).toBe((await run(['demo'])).stdout);
    expect(await run(['demo', '-o', join(folder, 'no', 'such', 'folder')])).toMatchObject({ status: 2 });
  });

  test('a log without an incident says what was covered', async () => {
    const path = file('quiet.log', 'Jan  6 11:57:42 db01 kernel: [   88.624592] usb 1-1: new device\n');
    const { stdout, status } = await run(['analyze', path]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^no incident: .* in 1 file, 1 line/);
    expect((await run(['analyze', '--jsonl', path])).stdout).toBe('');
  });
});

describe('what cannot be read', () => {
  const missing = join(folder, 'missing.log');

  test('a missing file beside a good one: the good one is reported, 3', async () => {
    const { status, stdout, stderr } = await run(['analyze', missing, kernLog]);
    expect(status).toBe(3);
    expect(stdout).toContain('mysqld (pid 254)');
    expect(stdout).toContain('could not be read:');
    expect(stderr).toContain('missing.log');
    expect((await run(['extract', missing, kernLog])).status).toBe(3);
  });

  test('nothing but a missing file: 2', async () => {
    expect(await run(['extract', missing])).toMatchObject({ status: 2, stdout: '' });
    // "no incident" would be an answer, and there is none.
    expect((await run(['analyze', missing])).stdout).toMatch(/^nothing can be said/);
    expect(await run(['check', missing])).toMatchObject({ status: 2, stdout: 'nothing could be read\n' });
  });

  test('an empty file and empty input: 0', async () => {
    expect((await run(['analyze', file('empty.log', '')])).status).toBe(0);
    expect((await run(['extract', '-'])).status).toBe(0);
  });

  test('nothing but a binary: 2', async () => {
    const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 251);
    expect((await run(['analyze', file('blob', bytes)])).status).toBe(2);
  });

  test('a gz that ends early: what it holds is reported, 3', async () => {
    const log = readFileSync(`${repository}${kernLog}`, 'utf8').repeat(20);
    const packed = gzipSync(log);
    const { status, stdout, stderr } = await run([
      'extract',
      file('cut.log.gz', packed.subarray(0, packed.length >> 1)),
    ]);
    expect(status).toBe(3);
    expect(jsonLines(stdout).length).toBeGreaterThan(5);
    expect(stderr).toContain('cut.log.gz');
  });

  test.each([
    ['nul.log', (log: Buffer) => Buffer.concat([Buffer.alloc(5000), log]), 'NUL byte'],
    ['noise.log', (log: Buffer) => Buffer.concat([Buffer.from([0xff, 0xfe, 0x80, 0x0a]), log]), 'no UTF-8'],
    ['half.log', (log: Buffer) => Buffer.concat([log, Buffer.from('Jan  6')]), 'last line, cut short'],
  ])('%s: what is damaged is told, and the record around it is found', async (name, damaged, told) => {
    const log = readFileSync(`${repository}${kernLog}`);
    const { status, stdout, stderr } = await run(['extract', file(name, damaged(log))]);
    expect(status).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([{ kind: 'oom-kill', complete: true }]);
    expect(stderr).toContain(told);
    expect((await run(['extract', '--quiet', file(name, damaged(log))])).stderr).toBe('');
  });

  test('an empty file that was named is said to be empty, 0', async () => {
    const { status, stdout, stderr } = await run(['extract', file('empty.log', '')]);
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/empty\.log: empty, there was nothing to read/);
  });

  test.skipIf(!isRoot)(
    'no permission: 4 alone, 3 beside a good file (runs as another user, so only for root)',
    async () => {
      chmodSync(folder, 0o755);
      const secret = file('secret.log', readFileSync(`${repository}${kernLog}`));
      chmodSync(secret, 0o600);
      const nobody = 65_534;
      const denied = await run(['extract', secret], { uid: nobody });
      expect(denied).toMatchObject({ status: 4, stdout: '' });
      expect(denied.stderr).toContain('permission denied');
      const open = file('open.log', readFileSync(`${repository}${kernLog}`));
      expect((await run(['extract', secret, open], { uid: nobody })).status).toBe(3);
    },
  );
});

describe('signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends with %d, and what was found is written', async (signal, status) => {
    const child = start(['extract', '-']);
    const log = readFileSync(`${repository}${kernLog}`, 'utf8').repeat(40);
    child.stdin?.on('error', () => {});
    child.stdin?.write(log);
    const end = ended(child);
    // Records are there while input is still open; only then does the signal say something.
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.kill(signal);
    const result = await end;
    expect(result.status).toBe(status);
    for (const record of jsonLines(result.stdout)) expect(record.kind).toBe('oom-kill');
  });

  test('an interrupted analysis shows what had been read and says so', async () => {
    const child = start(['analyze', '-']);
    child.stdin?.on('error', () => {});
    child.stdin?.write(readFileSync(`${repository}${kernLog}`, 'utf8').repeat(40));
    const end = ended(child);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill('SIGINT');
    const { status, stdout } = await end;
    expect(status).toBe(130);
    expect(stdout).toContain('interrupted');
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/of standard input the first [\d.]+ [KM]iB/);
    expect(stdout).not.toContain('0 files');
  });
});

describe('the timeline', () => {
  const db = join(folder, 'timeline.db');

  test('import twice adds nothing, query reads, and only reads', async () => {
    expect((await run(['import', demo, '--db', db])).stdout).toMatch(/^2 records added, 0 already there\n/);
    expect((await run(['import', demo, '--db', db])).stdout).toMatch(
      /^0 records added, 2 already there\n0 sample values added/,
    );
    const saved = await run(['query', '--db', db, '--saved', 'kills-by-comm', '--json']);
    expect(JSON.parse(saved.stdout)).toMatchObject([{ comm: 'mysqld', kills: 1 }]);
    expect((await run(['query', '--db', db, 'select title from incident', '--format', 'csv'])).stdout).toMatch(
      /^title\n.*mysqld/,
    );
    const refused = await run(['query', '--db', db, "insert into record (id) values ('x')"]);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect((await run(['query', '--db', db, 'selec 1'])).status).toBe(2);
    expect((await run(['query', '--list'])).stdout).toContain('kills-by-comm');
  });

  test('an unknown saved query is a 1, a missing timeline a 2', async () => {
    const unknown = await run(['query', '--db', db, '--saved', 'kills-by-com']);
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toContain('did you mean kills-by-comm');
    expect((await run(['query', '--db', join(folder, 'none.db'), 'select 1'])).status).toBe(2);
  });

  test('analyze, show and check read it without the logs', async () => {
    expect((await run(['analyze', '--db', db])).stdout).toMatch(/^1 incident/);
    expect((await run(['show', 'worst', '--db', db])).stdout).toContain('mysqld (pid 254)');
    expect((await run(['check', '--db', db])).status).toBe(1);
  });

  // Who was given a timeline types its name where PATHs stand.
  test('a timeline file stands for its --db where nothing is filled', async () => {
    expect((await run(['analyze', db])).stdout).toMatch(/^1 incident/);
    expect((await run(['show', 'worst', db])).stdout).toContain('mysqld (pid 254)');
    expect((await run(['report', db])).stdout).toMatch(/^# Memory incident/);
    // What a name promises and does not get is said.
    const pdf = join(folder, 'report.pdf');
    expect((await run(['report', db, '-o', pdf])).stderr).toContain('report.pdf holds markdown');
    expect((await run(['report', db, '-o', join(folder, 'of-10.0.0.1')])).stderr).toBe('');
    expect((await run(['check', db])).status).toBe(1);
    const filled = await run(['analyze', db, '--db', join(folder, 'other.db')]);
    expect(filled.status).toBe(2);
    expect(filled.stderr).toContain('an SQLite database');
  });
});

describe('show and check', () => {
  test('an incident is found by latest, worst, number and id', async () => {
    const { stdout } = await run(['analyze', '--jsonl', demo]);
    const [incident] = jsonLines(stdout);
    const id = String(incident?.id);
    for (const reference of ['latest', 'worst', '1', '#1', id, id.slice(0, 6)]) {
      const shown = await run(['show', reference, demo, '--json']);
      expect(JSON.parse(shown.stdout)).toEqual(incident);
    }
    for (const reference of ['2', 'zzz', 'newest']) {
      expect(await run(['show', reference, demo])).toMatchObject({ status: 1, stdout: '' });
    }
  });

  test('--raw shows the lines themselves, whatever they are packed in', async () => {
    const lines = readFileSync(`${repository}${kernLog}`, 'utf8').split('\n').slice(430, 507);
    const packed = file('raw.log.gz', gzipSync(readFileSync(`${repository}${kernLog}`)));
    for (const path of [kernLog, demo, packed]) {
      const { stdout, status } = await run(['show', 'worst', path, '--raw']);
      expect(status).toBe(0);
      expect(stdout.trimEnd().split('\n').slice(-77)).toEqual(lines.map((line, index) => `${431 + index}  ${line}`));
    }
    const piped = await run(['show', 'worst', '-', '--raw'], { input: readFileSync(`${repository}${kernLog}`) });
    expect(piped.status).toBe(3);
    expect(piped.stdout).toContain('mysqld (pid 254)');
    expect(piped.stderr).toContain('cannot be read again');
  });

  test('check says it with its status', async () => {
    const quiet = file('calm.log', 'Jan  6 11:57:42 db01 kernel: [   88.624592] usb 1-1: new device\n');
    expect(await run(['check', quiet])).toMatchObject({ status: 0, stdout: 'no incident\n' });
    expect((await run(['check', kernLog])).status).toBe(1);
    expect((await run(['check', kernLog, '--fail-on', 'hung'])).status).toBe(0);
    expect(await run(['check', kernLog, '-q'])).toMatchObject({ status: 1, stdout: '' });
    const nagios = await run(['check', kernLog, '--nagios']);
    expect(nagios.status).toBe(2);
    expect(nagios.stdout).toMatch(/^OOM CRITICAL - 1 incident.*\| incidents=1;;;0 kills=1;;;0\n$/);
    expect(await run(['check', quiet, '--nagios'])).toMatchObject({ status: 0 });
    expect((await run(['check', join(folder, 'missing'), '--nagios'])).status).toBe(3);
    const unknown = await run(['check', '--db', join(folder, 'missing.db'), '--nagios']);
    expect(unknown.status).toBe(3);
    expect(unknown.stdout).toMatch(/^OOM UNKNOWN - /);
  });
});

describe('files that cannot be written whole', () => {
  const limited = (blocks: number, command: string) => pipeline(`(ulimit -f ${blocks}; trap '' XFSZ; ${command})`);

  test('a report that was cut leaves the one before, and nothing beside it', async () => {
    const place = mkdtempSync(join(tmpdir(), 'oomtrail-cut-'));
    const path = join(place, 'report.html');
    writeFileSync(path, 'the report before');
    const { stderr, statuses } = await limited(4, `oomtrail report ${demo} -o ${path}`);
    expect(statuses).toEqual([2]);
    expect(stderr).toContain(`cannot write ${path}: `);
    expect(readFileSync(path, 'utf8')).toBe('the report before');
    expect(readdirSync(place)).toEqual(['report.html']);
  });

  test('a full standard output is told once, by show --raw too', async () => {
    const { stderr } = await pipeline(`oomtrail show worst ${kernLog} --raw > /dev/full`);
    expect(stderr.match(/cannot write/g)).toHaveLength(1);
  });

  test.each([
    ['-o', '/nonexistent/x.md'],
    ['--redact', '--names', '/nonexistent/x.json'],
  ])('a missing folder is one sentence: %s %s %s', async (...options) => {
    const { status, stderr } = await run(['report', kernLog, ...options.filter((one) => one !== undefined)]);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /cannot write \/nonexistent\/x\.\w+: there is no directory \/nonexistent\n {2}Make it first\.\n$/,
    );
  });

  test('--output /dev/stdout adds to what the shell writes there', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'oomtrail-stdout-')), 'out');
    await pipeline(`{ echo before; oomtrail extract ${kernLog} -o /dev/stdout | cat; echo after; } > ${path}`);
    expect(readFileSync(path, 'utf8')).toMatch(/^before\n\{[\s\S]*\nafter\n$/);
  });
});

test('a record that goes on in the next rotated file is cited and shown with both its parts', async () => {
  const place = mkdtempSync(join(tmpdir(), 'oomtrail-rotated-'));
  const text = readFileSync(join(repository, kernLog), 'utf8');
  const whole = JSON.parse((await run(['show', 'worst', kernLog, '--json'])).stdout).sources[0];
  const lines = text.split('\n');
  const cut = whole.line + Math.floor(whole.lines / 2);
  writeFileSync(join(place, 'kern.log.1'), `${lines.slice(0, cut).join('\n')}\n`);
  writeFileSync(join(place, 'kern.log'), lines.slice(cut).join('\n'));
  const { sources } = JSON.parse((await run(['show', 'worst', place, '--json'])).stdout);
  expect(sources).toEqual([
    expect.objectContaining({
      path: `${place}/kern.log.1`,
      line: whole.line,
      lines: cut - whole.line + 1,
      continuedIn: expect.objectContaining({
        path: `${place}/kern.log`,
        line: 1,
        lines: whole.line + whole.lines - 1 - cut,
      }),
    }),
  ]);
  const { stdout } = await run(['show', 'worst', place, '--raw']);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    `${place}/kern.log.1:${whole.line}-${cut} and on in ${place}/kern.log:1-`,
  );
  const shown = lines.slice(whole.line - 1, whole.line - 1 + whole.lines);
  for (const line of shown) expect(stdout).toContain(line.trim());
});
