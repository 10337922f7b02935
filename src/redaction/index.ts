export { learnPath } from './names-in.ts';
export { createPseudonyms } from './pseudonyms.ts';
export { createRedactor, type Redactor } from './redactor.ts';
