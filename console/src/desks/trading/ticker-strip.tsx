import { memo, type ReactNode } from 'react';
import { minus, percent } from '../../format/decimal';
import { Amount, Change } from '../../parts/figures';
import { useCurrency } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { Ticker } from './answers';
import { words } from './words';

export const TickerStrip = memo(function TickerStrip({
  ticker,
  unit,
}: {
  ticker: Ticker;
  unit: string;
}): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const { last, previousClose, bandFloor, bandCeiling, open, high, low, volume, value } = ticker;
  return (
    <dl className="ticker sheet">
      <Fact name={say('tick.last')}>
        {last === null ? (
          <span className="quiet">{say('tick.none')}</span>
        ) : (
          <strong className="last">
            <Amount of={last} unit={`${currency}/${unit}`} />
          </strong>
        )}
      </Fact>
      <Fact name={say('tick.change')}>
        {last === null ? '—' : <ChangeSince last={last} close={previousClose} />}
      </Fact>
      <Fact name={say('tick.close')}>
        <Amount of={previousClose} />
      </Fact>
      <Fact name={say('tick.band')}>
        <span data-band={`${bandFloor ?? ''}–${bandCeiling ?? ''}`}>
          <Amount of={bandFloor} /> – <Amount of={bandCeiling} />
        </span>
      </Fact>
      <Fact name={say('tick.range')}>
        <Amount of={open} /> / <Amount of={high} /> / <Amount of={low} />
      </Fact>
      <Fact name={say('tick.volume')}>
        <Amount of={volume} unit={unit} />
      </Fact>
      <Fact name={say('tick.value')}>
        <Amount of={value} unit={currency} />
      </Fact>
    </dl>
  );
});

function ChangeSince({ last, close }: { last: string; close: string }): ReactNode {
  const difference = minus(last, close);
  return (
    <>
      <Change of={difference} /> <Change of={percent(difference, close)} unit="%" />
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
