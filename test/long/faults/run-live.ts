// The program from source, so that the faults test what is in the tree. --disable-warning keeps its streams clean.
import { main } from '../../../src/main.ts';

await main(process.argv.slice(2));
