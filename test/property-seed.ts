import fc from 'fast-check';

/**
 * Properties draw the same cases in every run, so that what fails is what changed. `npm run test:random` draws new ones;
 * a failure prints the seed that draws its case again: `PROPERTY_SEED=<seed> npm test`.
 */
const wanted = process.env.PROPERTY_SEED ?? '1';

fc.configureGlobal({ seed: wanted === 'random' ? Date.now() % 2 ** 31 : Number(wanted) });
