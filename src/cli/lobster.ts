import { ratio } from '../kernel/amount.js';

/** One row of a LOBSTER message file: what became of a resting order. */
export interface LobsterMessage {
  readonly time: string;
  readonly kind: 'new' | 'reduce' | 'delete' | 'executed' | 'hidden' | 'other';
  readonly orderId: string;
  readonly size: number;
  /** USD × 10,000. */
  readonly price: number;
  readonly restingSide: 'buy' | 'sell';
}

const KINDS: Readonly<Record<string, LobsterMessage['kind']>> = {
  1: 'new',
  2: 'reduce',
  3: 'delete',
  4: 'executed',
  5: 'hidden',
};
const TEN_THOUSANDTHS_IN_A_CENT = 100;
const WHOLE = /^-?\d{1,15}$/;

/** What a trader of the venue is to do. */
export type Intent =
  | {
      readonly act: 'place';
      readonly orderId: string;
      readonly side: 'buy' | 'sell';
      readonly price: number;
      readonly quantity: number;
    }
  /** An incoming order that takes what the tape says was taken: immediate or cancel. */
  | {
      readonly act: 'take';
      readonly orderId: string;
      readonly side: 'buy' | 'sell';
      readonly price: number;
      readonly quantity: number;
    }
  | { readonly act: 'reduce'; readonly orderId: string; readonly by: number }
  | { readonly act: 'cancel'; readonly orderId: string };

export function readMessage(line: string): LobsterMessage {
  const [time, type, orderId, size, price, direction] = line.split(',');
  const message: LobsterMessage = {
    time,
    kind: KINDS[type] ?? 'other',
    orderId,
    size: Number(size),
    price: Number(price),
    restingSide: direction === '1' ? 'buy' : 'sell',
  };
  const sound =
    [orderId, size, price].every((field) => WHOLE.test(field ?? '')) &&
    (direction === '1' || direction === '-1');
  if (!sound) throw new Error(`not a LOBSTER message: ${line}`);
  return message;
}

/**
 * Messages become intents, in order. A run of executions with one time and side is one incoming order over their whole
 * size, at the worst of their prices. Hidden executions and halts show nothing that could be sent.
 */
export function intentsOf(messages: readonly LobsterMessage[]): Intent[] {
  const intents: Intent[] = [];
  for (let index = 0; index < messages.length; index++) {
    const { kind, orderId, size, price, restingSide } = messages[index];
    if (kind === 'new')
      intents.push({ act: 'place', orderId, side: restingSide, price: centsOf(price), quantity: size });
    else if (kind === 'reduce') intents.push({ act: 'reduce', orderId, by: size });
    else if (kind === 'delete') intents.push({ act: 'cancel', orderId });
    else if (kind === 'executed') {
      const run = [messages[index]];
      while (isSameRun(run[0], messages[index + 1])) run.push(messages[++index]);
      intents.push(incoming(run));
    }
  }
  return intents;
}

function incoming(run: readonly LobsterMessage[]): Intent {
  const [{ orderId, restingSide }] = run;
  const prices = run.map(({ price }) => centsOf(price));
  const [side, price] =
    restingSide === 'sell'
      ? (['buy', Math.max(...prices)] as const)
      : (['sell', Math.min(...prices)] as const);
  return { act: 'take', orderId, side, price, quantity: run.reduce((sum, { size }) => sum + size, 0) };
}

/** Executions of one time and resting side, one after the other: one incoming order. */
export function isSameRun(first: LobsterMessage, next: LobsterMessage | undefined): boolean {
  return next?.kind === 'executed' && next.time === first.time && next.restingSide === first.restingSide;
}

/**
 * A price of 223.82 USD becomes 223.82 of the venue's currency. Half a cent and more goes up, on both sides alike, so
 * prices that crossed on the tape still do.
 */
function centsOf(price: number): number {
  return ratio(price, 1, TEN_THOUSANDTHS_IN_A_CENT, 'HALF_UP');
}
