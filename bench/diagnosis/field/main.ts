import { judgeScene } from './judged.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { withoutSamples } from './scene.ts';
import { fieldScenes } from './scenes.ts';

/**
 * `node bench/diagnosis/field/main.ts [PATTERN] [-v]`: judges every scene of the field through the command line and prints
 * what came out beside the truth; `-v` adds the evidence, `--log-alone` leaves the samples out.
 */
const pattern = new RegExp(process.argv[2] ?? '.');
const verbose = process.argv.includes('-v');
const logAlone = process.argv.includes('--log-alone');
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const outcomes: Outcome[] = [];

for (const scene of fieldScenes.filter(({ id }) => pattern.test(id))) {
  const incidents = await judgeScene(logAlone ? withoutSamples(scene) : scene);
  const incident = incidents[0];
  const outcome = outcomeOf(scene.truth, incident);
  outcomes.push(outcome);
  const verdict = incident?.verdict;
  const name = verdict ? (verdict.who.comm ?? verdict.who.cgroup ?? verdict.who.kind) : 'no incident';
  const doubts = [
    ...(outcome.who === null || outcome.who === 'right'
      ? []
      : [`name ${name} ${verdict?.who.confidence}, is ${scene.truth.who}`]),
    ...(outcome.victim === 'wrong'
      ? [`victim is culprit: ${verdict?.victimIsCulprit}, is ${scene.truth.victimIsCulprit}`]
      : []),
    ...(outcome.claim === null || outcome.claim === 'fits'
      ? []
      : [`claim is ${outcome.claim}, knowable: ${scene.truth.knowable}`]),
    ...(outcome.cause === 'right' && !verbose
      ? []
      : [verdict?.alternatives.map(({ cause, confidence }) => `${cause} ${confidence}`).join(', ')]),
    ...(incidents.length > 1 ? [`${incidents.length} incidents`] : []),
  ];
  print(
    `${outcome.sureAndWrong ? 'SURE AND WRONG' : outcome.cause}\t${scene.id}\t${scene.truth.cause} -> ${verdict?.cause ?? 'no incident'} ${verdict?.confidence ?? ''} ${incident?.scope ?? ''} ${name}\t${doubts.join('; ')}`,
  );
  if (!verbose || !verdict) continue;
  for (const { weight, rule, claim } of verdict.evidence) print(`\t+ ${weight} ${rule}: ${claim}`);
  for (const { weight, rule, claim } of verdict.against) print(`\t- ${weight} ${rule}: ${claim}`);
  const { who, where, why, limits, next, contributing } = verdict;
  print(
    `\t${JSON.stringify({ who, where, why, limits, next, contributing, accounting: incident.accounting?.parts.slice(0, 5), refused: incident.accountingRefused })}`,
  );
}

const count = (is: (outcome: Outcome) => boolean): number => outcomes.filter(is).length;
print(
  `${outcomes.length} scenes: ${count(({ cause }) => cause === 'right')} right, ${count(({ cause }) => cause === 'open')} undetermined, ${count(({ cause }) => cause === 'wrong')} wrong, ${count(({ sureAndWrong }) => sureAndWrong)} sure and wrong; ` +
    `name right ${count(({ who }) => who === 'right')} of ${count(({ who }) => who !== null)}, wrong ${count(({ who }) => who === 'wrong')}, at 0.8 or more ${count(({ sureOfWrongName }) => sureOfWrongName)}; ` +
    `claim fits ${count(({ claim }) => claim === 'fits')} of ${count(({ claim }) => claim !== null)}, bold ${count(({ claim }) => claim === 'bold')}; ` +
    `victim is culprit right ${count(({ victim }) => victim === 'right')} of ${count(({ victim }) => victim !== null)}`,
);
