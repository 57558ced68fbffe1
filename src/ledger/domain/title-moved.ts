import type { VenueEvent } from '../../sequencer/domain/command.js';
import type { Posting } from './ledger.js';

/**
 * The entries that a command posted, as events: with the trades and their settlements they make the journal a whole book
 * of entries, which anybody can add up without knowing how we decide. What a trade delivers in its turn is told by the
 * trade itself, which is on the way of every order, and so is its mirror: once is enough. A trade whose delivery failed
 * is told when it moves something after all, perhaps from the reserve.
 */
export function titlesMoved(postings: readonly Posting[], events: readonly VenueEvent[]): VenueEvent[] {
  const settled = events.find(({ type }) => type === 'TradesSettled');
  const failed = new Set(
    events.filter(({ type }) => type === 'DeliveryFailed').map(({ tradeNo }) => tradeNo),
  );
  const isTold = ({ cause: { kind, no } }: Posting): boolean => {
    if (kind !== 'trade' || settled === undefined) return kind === 'annulment';
    return no >= (settled.from as number) && no <= (settled.to as number) && !failed.has(no);
  };
  return postings
    .filter((posting) => !isTold(posting))
    .map(({ cause, entries }) => ({
      type: 'TitleMoved',
      cause: cause.kind,
      no: cause.no,
      entries: entries.map(({ account, asset, amount }) => [account, asset, amount]),
    }));
}
