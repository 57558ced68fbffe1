import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Told } from '../../api/told';
import { Amount } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { Asked, Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { HaltButtons } from './halting';
import { instrumentsQuery, sessionQuery, tickerQuery } from '../../parts/market-queries';
import { words } from './sessions-words';

type Session = Told<'TradingSession'>;
/** Ends with its case; a resumption would be refused. */
const HELD_BY_A_BREAK = 'reconciliation';

/** Each instrument: does it trade, and what has it done today. With `acts`: the brake beside it. */
export function InstrumentStates({ onSaid }: { onSaid?: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const session = useQuery(sessionQuery(venue));
  return (
    <Asked query={useQuery(instrumentsQuery(venue))}>
      {({ items }) => {
        const traded = items.filter(({ state }) => state === 'TRADABLE');
        if (traded.length === 0)
          return <Empty title={say('instruments.none')}>{say('instruments.none.next')}</Empty>;
        return (
          <div className="scroll" tabIndex={0} role="region" aria-label={say('instruments')}>
            <table className="dense" data-testid="instruments">
              <thead>
                <tr>
                  <th>{say('instrument')}</th>
                  <th>{say('state')}</th>
                  <th className="number">
                    {say('last')} ({currency})
                  </th>
                  <th className="number">{say('volume')}</th>
                  <th className="number">{say('trades')}</th>
                  {onSaid !== undefined && <th>{say('act')}</th>}
                </tr>
              </thead>
              <tbody>
                {traded.map(({ symbol, unitName }) => (
                  <Row
                    key={symbol}
                    symbol={symbol}
                    unit={unitName}
                    session={session.data}
                    {...(onSaid !== undefined && { onSaid })}
                  />
                ))}
              </tbody>
            </table>
          </div>
        );
      }}
    </Asked>
  );
}

interface RowProps {
  readonly symbol: string;
  readonly unit: string;
  readonly session: Session | undefined;
  readonly onSaid?: (said: ReactNode) => void;
}

function Row({ symbol, unit, session, onSaid }: RowProps): ReactNode {
  const say = useWords(words);
  const { data: ticker } = useQuery(tickerQuery(useVenue(), symbol));
  const halt = session?.halts.find((one) => one.symbol === symbol);
  return (
    <tr data-symbol={symbol}>
      <th scope="row">{symbol}</th>
      <td>
        <TradingState session={session} halt={halt?.reason} killSwitch={ticker?.killSwitch === true} />
        {halt !== undefined && (
          <div className="quiet">
            {say('halt.why', { reason: wordOf(say, words, 'reason', halt.reason) })}
          </div>
        )}
      </td>
      <td className="number">
        <Amount of={ticker?.last} />
      </td>
      <td className="number">
        <Amount of={ticker?.volume} unit={unit} />
      </td>
      <td className="number">{ticker?.trades ?? '—'}</td>
      {onSaid !== undefined && (
        <td>
          {session !== undefined && halt?.reason !== HELD_BY_A_BREAK && (
            <HaltButtons symbol={symbol} isHalted={halt !== undefined} onSaid={onSaid} />
          )}
        </td>
      )}
    </tr>
  );
}

function TradingState({
  session,
  halt,
  killSwitch,
}: {
  session: Session | undefined;
  halt: string | undefined;
  killSwitch: boolean;
}): ReactNode {
  const say = useWords(words);
  if (session === undefined) return '—';
  const { status } = session;
  if (status === 'CLOSED') return <Mark tone="quiet">{say('state.CLOSED')}</Mark>;
  if (status === 'HALTED' || halt !== undefined) return <Mark tone="bad">{say('state.HALTED')}</Mark>;
  if (killSwitch) return <Mark tone="warn">{say('state.KILL')}</Mark>;
  return <Mark tone="good">{say('state.OPEN')}</Mark>;
}
