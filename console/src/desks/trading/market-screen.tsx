import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { usePower } from '../../api/session';
import { Asked, Empty, Loading } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { Instrument } from './answers';
import { DepthLadder } from './depth-ladder';
import { HoldingsStrip } from './holdings-strip';
import { MarketStatus } from './market-status';
import { OpenOrders } from './open-orders';
import { OrderTicket } from './order-ticket';
import { InstrumentChoice } from '../../parts/instrument-choice';
import { instrumentsQuery, sessionQuery } from '../../parts/market-queries';
import { keepInstrument, lastInstrument } from './last-instrument';
import { Tape } from './tape';
import { TickerStrip } from './ticker-strip';
import './trading.css';
import { useLiveMarket } from './use-live-market';
import { useOwnNews } from './use-own-news';
import { words } from './words';

const CandleChart = lazy(() => import('./candle-chart'));

export default function MarketScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  // Asked at once with the instruments: whoever names none waits for both.
  const session = useQuery(sessionQuery(venue));
  const isNamed = useSearchParams()[0].has('symbol') || lastInstrument(venue) !== undefined;
  return (
    <Asked query={useQuery(instrumentsQuery(venue))}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={say('market.none')}>{say('market.none.next')}</Empty>
        ) : isNamed || !session.isPending ? (
          <Market instruments={items} busiest={session.data?.busiest ?? undefined} />
        ) : (
          <Loading />
        )
      }
    </Asked>
  );
}

interface MarketProps {
  readonly instruments: readonly Instrument[];
  readonly busiest: string | undefined;
}

/** Drawn once a frame while the market moves: what does not move with it is remembered by its parts. */
function Market({ instruments, busiest }: MarketProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [params, setParams] = useSearchParams();
  const named = params.get('symbol') ?? undefined;
  // Whom this browser looked at last, else where most is going on; it stays when another becomes busier.
  const [first] = useState(() => [lastInstrument(venue), busiest]);
  const find = (wanted: string | undefined): Instrument | undefined =>
    instruments.find(({ symbol }) => symbol === wanted);
  const instrument = find(named) ?? find(first[0]) ?? find(first[1]) ?? instruments[0]!;
  const { symbol } = instrument;
  useEffect(() => {
    if (named === symbol) keepInstrument(venue, symbol);
  }, [venue, named, symbol]);
  const market = useLiveMarket(venue, symbol);
  const mayPlace = usePower('order.place');
  useOwnNews(venue, mayPlace);
  useFreshCandles(venue, symbol, market.news.length);
  const [wish, setWish] = useState<{ readonly price: string }>();
  const take = useCallback((price: string) => setWish({ price }), []);
  const choose = useCallback((next: string) => setParams({ symbol: next }), [setParams]);
  const band = { floor: market.ticker?.bandFloor ?? null, ceiling: market.ticker?.bandCeiling ?? null };
  return (
    <>
      <div className="screen-head">
        <h1>{say('market.title')}</h1>
        <InstrumentChoice
          label={say('instrument')}
          instruments={instruments}
          value={symbol}
          onChange={choose}
        />
        <span className="push" />
        <MarketStatus line={market.line} ticker={market.ticker} />
      </div>
      {market.ticker === undefined ? null : <TickerStrip ticker={market.ticker} unit={instrument.unitName} />}
      <div className="market">
        <Suspense fallback={<Loading />}>
          <CandleChart symbol={symbol} {...band} />
        </Suspense>
        <DepthLadder bids={market.bids} asks={market.asks} instrument={instrument} onPrice={take} />
        <OrderTicket key={symbol} instrument={instrument} {...band} wish={wish} />
        <Tape symbol={symbol} news={market.news} />
      </div>
      {mayPlace && (
        <>
          <HoldingsStrip instrument={instrument} />
          <OpenOrders />
        </>
      )}
    </>
  );
}

const SETTLE_MS = 1_000;

/** A trade makes a candle; a flood of them asks once a second. */
function useFreshCandles(venue: string, symbol: string, trades: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (trades === 0) return undefined;
    const timer = setTimeout(
      () => void queries.invalidateQueries({ queryKey: ['candles', venue, symbol] }),
      SETTLE_MS,
    );
    return () => clearTimeout(timer);
  }, [queries, venue, symbol, trades]);
}
