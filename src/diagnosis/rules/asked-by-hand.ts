import { type Rule, recordSource } from './rule.ts';

/** SysRq-f: a person or a script asked for a kill. */
export const askedByHand: Rule = {
  id: 'asked-by-hand',
  frames: ['manual'],
  judge: ({ report }) =>
    report?.manual
      ? [
          {
            weight: 'asked-by-hand',
            claim: 'the kill was asked for by SysRq-f (order -1): no shortage is needed for that',
            from: recordSource(report),
            values: { order: report.trigger?.order ?? -1 },
          },
        ]
      : [],
};
