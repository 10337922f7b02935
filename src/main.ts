/** Runs the command line. The only place that decides the exit status. */
export async function main(_argv: readonly string[]): Promise<void> {}
