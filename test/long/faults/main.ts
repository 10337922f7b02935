/**
 * Runs every fault many times and prints a table: lines written, records expected, stored, lost and duplicated.
 * `node test/long/faults/main.ts [NAME-PART] [--runs N]`. Exit status 1 where anything was lost or duplicated that the writer had not
 * destroyed itself, or where that was not said.
 */
import { parseArgs } from 'node:util';
import { type Fault, inFolder, type Outcome } from './fault.ts';
import { faults } from './rows/index.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string' } } });
const [wanted = ''] = positionals;
const columns = ['runs', 'lines', 'expected', 'stored', 'lost', 'duplicated'];
const width = 44;

process.stdout.write(`${'fault'.padEnd(width)}${columns.map((name) => name.padStart(11)).join('')}\n`);
let bad = false;
for (const fault of faults.filter(({ name }) => name.includes(wanted))) {
  const missing = fault.missing?.() ?? null;
  if (missing !== null) {
    process.stdout.write(`${fault.name.padEnd(width)}  not run: ${missing}\n`);
    continue;
  }
  const outcomes: Outcome[] = [];
  const runs = values.runs === undefined ? fault.runs : Number(values.runs);
  for (let turn = 0; turn < runs; turn += 1) outcomes.push(await inFolder((folder) => fault.run(folder, turn)));
  bad = report(fault, outcomes) || bad;
}
process.exitCode = bad ? 1 : 0;

function report(fault: Fault, outcomes: readonly Outcome[]): boolean {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const numbers = [
    outcomes.length,
    sum(({ lines }) => lines),
    sum(({ expected }) => expected),
    sum(({ stored }) => stored),
    sum(({ lost }) => lost),
    sum(({ duplicated }) => duplicated),
  ];
  const unsaid = outcomes.filter(({ lost, said }) => lost > 0 && !said).length;
  const wrong = outcomes.some(({ lost, duplicated }) => duplicated > 0 || (lost > 0 && !fault.destroys)) || unsaid > 0;
  const remark = wrong ? '  WRONG' : fault.destroys && numbers[4] ? '  destroyed by the writer, and said' : '';
  process.stdout.write(
    `${fault.name.padEnd(width)}${numbers.map((value) => value.toLocaleString('en-US').padStart(11)).join('')}${remark}\n`,
  );
  return wrong;
}
