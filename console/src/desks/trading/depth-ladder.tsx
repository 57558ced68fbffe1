import { memo, type ReactNode } from 'react';
import { compare, grouped, percent, plus } from '../../format/decimal';
import { useWords } from '../../words/define-words';
import type { Instrument, Level } from './answers';
import { words } from './words';

interface Rung extends Level {
  readonly sum: string;
}

/** Asks above, bids below, the best of both in the middle; bars show how much stands up to a level. */
export const DepthLadder = memo(function DepthLadder({
  bids: bidLevels,
  asks: askLevels,
  instrument,
  onPrice,
}: {
  bids: readonly Level[];
  asks: readonly Level[];
  instrument: Instrument;
  onPrice: (price: string) => void;
}): ReactNode {
  const say = useWords(words);
  const asks = summed(askLevels);
  const bids = summed(bidLevels);
  const most = [asks.at(-1)?.sum ?? '0', bids.at(-1)?.sum ?? '0'].reduce((a, b) =>
    compare(a, b) < 0 ? b : a,
  );
  return (
    <section className="sheet depth" aria-labelledby="depth">
      <header>
        <h2 id="depth">{say('depth.title')}</h2>
        <span className="push" />
        <span className="quiet">{instrument.unitName}</span>
      </header>
      <table className="dense" data-testid="depth">
        <thead>
          <tr>
            <th className="number">{say('depth.price')}</th>
            <th className="number">{say('depth.quantity')}</th>
            <th className="number">{say('depth.sum')}</th>
            <th className="number only-wide">{say('depth.orders')}</th>
          </tr>
        </thead>
        <Side name={say('depth.asks')} side="sell" rungs={asks.toReversed()} most={most} onPrice={onPrice} />
        <Side name={say('depth.bids')} side="buy" rungs={bids} most={most} onPrice={onPrice} />
      </table>
    </section>
  );
});

function Side({
  name,
  side,
  rungs,
  most,
  onPrice,
}: {
  name: string;
  side: 'buy' | 'sell';
  rungs: readonly Rung[];
  most: string;
  onPrice: (price: string) => void;
}): ReactNode {
  const say = useWords(words);
  return (
    <tbody aria-label={name} className={side}>
      {rungs.length === 0 && (
        <tr>
          <td colSpan={4} className="quiet">
            {name}: {say('depth.none')}
          </td>
        </tr>
      )}
      {rungs.map(({ price, quantity, sum, orders }) => (
        <Step
          key={price}
          {...{ price, quantity, sum, orders, onPrice }}
          share={percent(sum, most)}
          title={say('depth.take', { price })}
        />
      ))}
    </tbody>
  );
}

/** Drawn again only where one of its own figures is another. */
const Step = memo(function Step({
  price,
  quantity,
  sum,
  orders,
  share,
  title,
  onPrice,
}: Rung & { share: string; title: string; onPrice: (price: string) => void }): ReactNode {
  return (
    <tr style={{ ['--share' as string]: `${share}%` }}>
      <td className="number">
        <button type="button" className="price" title={title} onClick={() => onPrice(price)}>
          {grouped(price)}
        </button>
      </td>
      <td className="number">{grouped(quantity)}</td>
      <td className="number bar">{grouped(sum)}</td>
      <td className="number only-wide">{orders}</td>
    </tr>
  );
});

function summed(levels: readonly Level[]): readonly Rung[] {
  let sum = '0';
  return levels.map((level) => ({ ...level, sum: (sum = plus(sum, level.quantity)) }));
}
