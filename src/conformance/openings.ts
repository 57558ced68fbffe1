/** What an account has before the first command. */
export interface Opening {
  /** In price ticks × units of quantity. */
  readonly cash: number;
  readonly units: number;
}

const LINE = /^(\d{1,16}),(\d{1,16}),(\d{1,16})$/;

/** Lines `account,cash,units`; empty lines and those that begin with # say nothing. */
export function readOpenings(text: string): Map<number, Opening> {
  const openings = new Map<number, Opening>();
  const sum = { cash: 0, units: 0 };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const wrong = (why: string): Error => new Error(`line ${index + 1} of the accounts: ${why}: ${line}`);
    const fields = LINE.exec(line);
    if (fields === null) throw wrong('not account,cash,units');
    const [account, cash, units] = fields.slice(1).map(Number);
    if (openings.has(account)) throw wrong('the account is there twice');
    openings.set(account, { cash, units });
    sum.cash += cash;
    sum.units += units;
    // All of it may end up in one hand.
    if (![account, sum.cash, sum.units].every(Number.isSafeInteger)) throw wrong('beyond 2^53 − 1 together');
  }
  return openings;
}
