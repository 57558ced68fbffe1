import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ZoneLabel } from '../../parts/figures';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import type { Ticker } from './answers';
import { sessionQuery } from '../../parts/market-queries';
import type { Line } from './use-live-market';
import { words } from './words';

/** Is the market open, is the line alive: said in words, and aloud when it changes. */
export function MarketStatus({ line, ticker }: { line: Line; ticker: Ticker | undefined }): ReactNode {
  const say = useWords(words);
  const { data: session } = useQuery(sessionQuery(useVenue()));
  return (
    <div className="row">
      {session !== undefined && (
        <span>
          <strong>{wordOf(say, words, 'session', session.status)}</strong>{' '}
          {session.tradingDay !== null && (
            <span className="quiet">{say('session.day', { day: session.tradingDay })}</span>
          )}{' '}
          <ZoneLabel />
        </span>
      )}
      <span role="status" className={`line ${line}`} data-line={line}>
        {say(`line.${line}`)}
      </span>
      {ticker?.halted === true && <span className="note warn">{say('halted')}</span>}
    </div>
  );
}
