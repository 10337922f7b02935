export { createPseudonyms } from './pseudonyms.ts';
export { createRedactor, type Redactor } from './redactor.ts';
