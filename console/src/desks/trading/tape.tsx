import { useQuery } from '@tanstack/react-query';
import { memo, type ReactNode } from 'react';
import { Amount, Moment } from '../../parts/figures';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { TapeTrade } from './answers';
import type { TapeNews } from './live-book';
import { tapeQuery } from './queries';
import { words } from './words';

type Row = Pick<TapeTrade, 'price' | 'quantity' | 'at'> & {
  readonly makerSide?: string;
  /** What tells it from others while it moves down the list. */
  readonly key: string;
};
const SHOWN = 40;

/** The public tape, newest first: what the service kept, and what it has told since. */
export const Tape = memo(function Tape({
  symbol,
  news,
}: {
  symbol: string;
  news: readonly TapeNews[];
}): ReactNode {
  const say = useWords(words);
  const query = useQuery(tapeQuery(useVenue(), symbol));
  return (
    <section className="sheet tape" aria-labelledby="tape">
      <header>
        <h2 id="tape">{say('tape.title')}</h2>
      </header>
      <Asked query={query}>
        {({ items }) => {
          const rows = joined(news, items);
          return rows.length === 0 ? <Empty title={say('tape.none')} /> : <Rows rows={rows} />;
        }}
      </Asked>
    </section>
  );
});

function Rows({ rows }: { rows: readonly Row[] }): ReactNode {
  const say = useWords(words);
  return (
    <div className="scroll tall" tabIndex={0} role="region" aria-label={say('tape.title')}>
      <table className="dense">
        <thead>
          <tr>
            <th>{say('tape.at')}</th>
            <th className="number">{say('depth.price')}</th>
            <th className="number">{say('depth.quantity')}</th>
            <th>
              <span className="seen-by-readers">{say('ticket.side')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, price, quantity, at, makerSide }) => (
            // The taker moved the price: whoever bought from a resting sale pushed it up.
            <Print key={key} {...{ price, quantity, at }} isUp={makerSide === 'sell'} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A trade never changes: it is drawn once. */
const Print = memo(function Print({
  price,
  quantity,
  at,
  isUp,
}: {
  price: string;
  quantity: string;
  at: string;
  isUp: boolean;
}): ReactNode {
  const say = useWords(words);
  return (
    <tr>
      <td>
        <Moment at={at} style="time" />
      </td>
      <td className={`number ${isUp ? 'up' : 'down'}`}>
        <Amount of={price} />
      </td>
      <td className="number">
        <Amount of={quantity} />
      </td>
      <td className={isUp ? 'up' : 'down'}>
        <span aria-hidden="true">{isUp ? '▲' : '▼'}</span>
        <span className="seen-by-readers">{say(isUp ? 'tape.buy' : 'tape.sell')}</span>
      </td>
    </tr>
  );
});

/** News first, then those of the list that the news does not tell again. */
function joined(news: readonly TapeNews[], kept: readonly TapeTrade[]): readonly Row[] {
  const standing = news.filter(({ event }) => event === undefined);
  const oldest = standing.at(-1)?.at;
  const older = kept.filter(({ at, annulled }) => !annulled && (oldest === undefined || at < oldest));
  return [
    ...standing.map((one) => ({ ...one, key: `heard ${one.no}` })),
    // Newest first: counted from the end, a trade keeps its name when newer ones leave.
    ...older.map((one, place) => ({ ...one, key: `kept ${older.length - place}` })),
  ].slice(0, SHOWN);
}
