import type { ReactNode } from 'react';
import { useCurrency } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { WholeText } from '../facts/copied-text';
import { Amount } from '../figures';
import { Empty } from '../states';
import { words } from './words';

/** What the public part of a report says, as the service hashes it. */
export interface OpenReport {
  readonly instruments: readonly Readonly<Record<string, string | number | null>>[];
  readonly settlement: { readonly trades: number; readonly value: string; readonly undelivered: number };
  readonly reconciliation: {
    readonly run: number;
    readonly compared: number;
    readonly breaks: number;
    readonly totals: readonly {
      readonly total: string;
      readonly part: string;
      readonly compared: number;
      readonly different: number;
    }[];
  };
  readonly journal: { readonly seq: number; readonly head: string };
  readonly state: { readonly seq: number; readonly hash: string };
  readonly checkpoint: { readonly size: number; readonly root: string } | null;
}

const PRICES = ['open', 'high', 'low', 'close'] as const;

export function ReportTables({ open }: { open: OpenReport }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const { settlement, reconciliation, journal, state, checkpoint } = open;
  const text = (value: string | number | null | undefined): string | null =>
    value === null || value === undefined || value === '' ? null : String(value);
  return (
    <>
      <section className="sheet stack">
        <h2>{say('instruments')}</h2>
        {open.instruments.length === 0 ? (
          <Empty title={say('no.instrument')} />
        ) : (
          <div className="scroll" tabIndex={0} role="region" aria-label={say('instruments')}>
            <table className="dense">
              <thead>
                <tr>
                  <th>{say('symbol')}</th>
                  {PRICES.map((price) => (
                    <th key={price} className="number">
                      {say(price)} ({currency})
                    </th>
                  ))}
                  <th className="number">{say('volume')}</th>
                  <th className="number">
                    {say('value')} ({currency})
                  </th>
                  <th className="number">{say('trades')}</th>
                </tr>
              </thead>
              <tbody>
                {open.instruments.map((row) => (
                  <tr key={String(row['symbol'])}>
                    <td>{row['symbol']}</td>
                    {[...PRICES, 'volume', 'value', 'trades'].map((name) => (
                      <td key={name} className="number">
                        <Amount of={text(row[name])} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <div className="columns">
        <section className="sheet stack">
          <h2>{say('settlement')}</h2>
          <dl className="facts figures">
            <dt>{say('settlement.trades')}</dt>
            <dd className="number">{settlement.trades}</dd>
            <dt>
              {say('settlement.value')} ({currency})
            </dt>
            <dd className="number">
              <Amount of={settlement.value} />
            </dd>
            <dt>{say('settlement.undelivered')}</dt>
            <dd className="number">{settlement.undelivered}</dd>
          </dl>
        </section>
        <section className="sheet stack">
          <header>
            <h2>{say('reconciliation')}</h2>
            <span className="quiet">{say('breaks', { count: reconciliation.breaks })}</span>
          </header>
          <div className="scroll" tabIndex={0} role="region" aria-label={say('reconciliation')}>
            <table className="dense">
              <thead>
                <tr>
                  <th>{say('total')}</th>
                  <th>{say('part')}</th>
                  <th className="number">{say('compared')}</th>
                  <th className="number">{say('different')}</th>
                </tr>
              </thead>
              <tbody>
                {reconciliation.totals.map(({ total, part, compared, different }) => (
                  <tr key={`${total} ${part}`}>
                    <td>{total}</td>
                    <td>{part}</td>
                    <td className="number">{compared}</td>
                    <td className="number">{different}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      </div>
      <section className="sheet stack">
        <h2>{say('journal')}</h2>
        <dl className="facts">
          <dt>{say('head')}</dt>
          <dd>
            {say('journal.record', { seq: journal.seq })} <WholeText of={journal.head} />
          </dd>
          <dt>{say('state')}</dt>
          <dd>
            {say('journal.record', { seq: state.seq })} <WholeText of={state.hash} />
          </dd>
          {checkpoint !== null && (
            <>
              <dt>{say('checkpoint', { size: checkpoint.size })}</dt>
              <dd>
                <WholeText of={checkpoint.root} />
              </dd>
            </>
          )}
        </dl>
      </section>
    </>
  );
}
