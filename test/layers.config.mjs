/** Who may import whom. Each rule's comment tells the one who trips it what to do. */
const forbid = (name, comment, from, to, extra = {}) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, ...extra.from },
  to: { path: to, ...extra.to },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Move what both need into a third file.',
      from: {},
      to: { circular: true },
    },
    forbid(
      'parsers-stand-alone',
      'Parsers are pure text to facts: pass what they need as data instead of importing src.',
      '^parsers',
      '^(src|bin|test|bench)',
    ),
    {
      name: 'parsers-are-pure',
      severity: 'error',
      comment: 'Parsers touch no outside world and no package: the caller hands in bytes, zone and clock.',
      from: { path: '^parsers' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'] },
    },
    forbid(
      'bin-to-main-only',
      'The launcher imports the built entry point and nothing else.',
      '^bin',
      '^(src|parsers)',
      { to: { pathNot: '^dist/main' } },
    ),
    forbid(
      'diagnosis-is-pure',
      'Diagnosis turns records and samples into verdicts; reading and storing belong to src/ingest and src/store.',
      '^src/diagnosis',
      '^src/(store|sources|ingest|cli|tui|live|views|scan)',
    ),
    {
      name: 'diagnosis-needs-no-node',
      severity: 'error',
      comment: 'Hand the fact in as data.',
      from: { path: '^src/diagnosis' },
      to: { dependencyTypes: ['core'], pathNot: 'crypto' },
    },
    forbid('scan-stands-alone', 'The scanner knows bytes and needles only.', '^src/scan', '^(src/(?!scan)|parsers)'),
    forbid(
      'one-door-to-sqlite',
      'Use the Timeline contract of src/store; only src/store/sqlite knows better-sqlite3.',
      '^src/(?!store/sqlite)',
      'node_modules/better-sqlite3',
    ),
    forbid('one-door-to-ink', 'Screens live in src/tui.', '^src/(?!tui)', 'node_modules/(ink|react)/'),
    forbid(
      'views-are-pure',
      'Views turn an analysis into text; the command reads and writes.',
      '^src/views',
      '^src/(store|sources|ingest|cli|tui|live|scan)',
    ),
    {
      name: 'screens-never-parse',
      severity: 'error',
      comment:
        'The screens ask the engine (src/tui/engine), which works in a thread of its own; only types may come from there.',
      from: { path: '^src/tui', pathNot: '^src/tui/engine' },
      to: {
        path: '^src/(sources|ingest|scan|store|alignment|examination)|^parsers',
        dependencyTypesNot: ['type-only'],
      },
    },
    forbid(
      'store-below-cli',
      'The store serves commands and does not know them.',
      '^src/store',
      '^src/(cli|views|tui|live)',
    ),
    forbid(
      'ingest-knows-no-store',
      'Ingest hands facts to a sink; whoever stores them is that sink.',
      '^src/ingest',
      '^src/(store|diagnosis|alignment|views|tui|live|cli)',
    ),
    forbid(
      'sources-give-bytes',
      'A source gives bytes and names; what they mean is decided in src/ingest.',
      '^src/sources',
      '^(parsers/(framings|samples)|src/(ingest|store|diagnosis|alignment|views|tui|live|cli))',
    ),
    forbid(
      'below-the-commands',
      'Whoever does the work says in a small interface what it needs of a plan; the command hands it over.',
      '^src/(alignment|examination|report|redaction|corpus|live|tui)',
      '^src/cli',
    ),
    forbid(
      'below-the-screens',
      'Commands open screens; what works without a terminal knows none.',
      '^src/(alignment|examination|report|redaction|corpus|live)',
      '^src/tui',
    ),
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      comment: 'Shipped code may not need a devDependency.',
      from: { path: '^(src|parsers|bin)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|dist' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
