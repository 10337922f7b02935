/**
 * Writes docs/examples: reports of real incidents of different causes, from the archives in docs/examples/inputs.
 * `npm run examples` writes the reports anew; with the name of a directory of captures it packs the archives anew too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeReport } from './making.ts';

interface Example {
  readonly name: string;
  /** Folder of the capture, and what of it goes into the archive. */
  readonly capture: string;
  readonly files: readonly string[];
  readonly redact?: boolean;
  /** Folders of captures by the names they get in the archive. */
  readonly folders?: Readonly<Record<string, string>>;
}

const systemd = ['syslog', 'samples/meminfo.txt', 'samples/ps.txt', 'samples/psi_memory.txt'];
const bare = ['dmesg-T.txt', 'samples/meminfo.txt', 'samples/ps.txt', 'samples/psi_memory.txt'];

export const examples: readonly Example[] = [
  { name: 'leak', capture: 'L01-leak-k6.12', files: systemd },
  { name: 'leak-protected', capture: 'L02-protected-k5.10', files: systemd },
  { name: 'restart-loop', capture: 'L04-restart-loop-k7.2', files: systemd },
  { name: 'tmpfs', capture: 'L05-tmpfs-k6.12', files: systemd },
  { name: 'huge-pages', capture: 'L13-hugepages-k7.2', files: systemd },
  { name: 'slab', capture: 'L18-slab-k6.12', files: systemd },
  { name: 'kill-storm', capture: 'L19-storm-k7.2', files: systemd },
  {
    name: 'pod-limit',
    capture: 'p15-k8s-k6.12',
    files: ['syslog', 'samples/meminfo.txt', 'samples/ps.txt', 'samples/psi_memory.txt'],
  },
  { name: 'fragmentation', capture: 's16-frag-atomic-k7.2', files: bare },
  { name: 'frozen-filesystem', capture: 's18e-fsfreeze-k5.10', files: bare },
  {
    name: 'several',
    capture: '.',
    files: ['L01-leak-k6.12', 'L05-tmpfs-k6.12', 'L11-hung-k5.10'].flatMap((folder) =>
      ['syslog', 'samples/meminfo.txt', 'samples/ps.txt'].map((file) => `${folder}/${file}`),
    ),
    folders: { 'L01-leak-k6.12': 'web', 'L05-tmpfs-k6.12': 'build', 'L11-hung-k5.10': 'backup' },
  },
  {
    name: 'redacted',
    capture: 'L07-oomd-k6.12',
    files: ['journal.json', 'samples/meminfo.txt', 'samples/ps.txt', 'samples/psi_memory.txt'],
    redact: true,
  },
];

export const folder = fileURLToPath(new URL('../../../docs/examples/', import.meta.url));
export const archiveOf = (name: string): string => join(folder, 'inputs', `${name}.tar.gz`);

function pack(captures: string, { name, capture, files, folders = {} }: Example): void {
  const from = join(captures, capture);
  const there = files.filter((file) => existsSync(join(from, file)));
  const options = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mode=0644'];
  for (const [old, to] of Object.entries(folders)) options.push(`--transform=s,^${old}/,${to}/,`);
  const { status, stderr } = spawnSync('tar', ['-C', from, ...options, '-czf', archiveOf(name), ...there], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
}

async function main([captures]: readonly string[]): Promise<void> {
  mkdirSync(join(folder, 'inputs'), { recursive: true });
  process.chdir(folder);
  for (const example of examples) {
    const { name, redact = false } = example;
    if (captures !== undefined) pack(captures, example);
    const input = `inputs/${name}.tar.gz`;
    for (const [form, ending] of [
      ['markdown', 'md'],
      ['html', 'html'],
    ] as const) {
      process.argv = [
        process.argv[0] ?? '',
        '',
        'report',
        input,
        ...(redact ? ['--redact'] : []),
        '-o',
        `${name}.${ending}`,
      ];
      writeFileSync(`${name}.${ending}`, await makeReport([input], { form, redact }));
    }
    process.stdout.write(`${name}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await main(process.argv.slice(2).map((path) => fileURLToPath(new URL(path, `file://${process.cwd()}/`))));
