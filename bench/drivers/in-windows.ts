/** Commands on their way together; while one part is committed the next is already there. */
const WINDOW = 1_000;

export async function inWindows(commands: number, one: (i: number) => Promise<unknown>): Promise<void> {
  let ahead: Promise<unknown> = Promise.resolve();
  for (let from = 0; from < commands; from += WINDOW) {
    const some = Array.from({ length: Math.min(WINDOW, commands - from) }, (_, i) => one(from + i));
    await ahead;
    ahead = Promise.all(some);
    ahead.catch(() => undefined);
  }
  await ahead;
}
