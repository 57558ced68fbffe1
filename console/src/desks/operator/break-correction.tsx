import { Button, Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { compare, minus, plus, typed } from '../../format/decimal';
import { ActButton } from '../../parts/act-button';
import { AccountChoice } from '../../parts/facts/account-choice';
import { useAccounts } from '../../parts/facts/names';
import { Amount } from '../../parts/figures';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import type { BreakActProps } from './break-act';
import { Proposed } from './proposed';
import { words } from './reconciliation-words';

/** The venue bears it: a bank's charge that is nobody else's. */
const VENUE = '';

/** New entries that correct a difference of money, signed by a second person; nothing that was written is changed. */
export function BreakCorrection(props: BreakActProps): ReactNode {
  const say = useWords(words);
  const { total, part } = props.one;
  return (
    <section className="sheet stack">
      <h2>{say('correct')}</h2>
      {total !== 'CASH' ? (
        <p className="quiet">{say('correct.not')}</p>
      ) : part === 'suspense' ? (
        <Suspense {...props} />
      ) : (
        <Entries {...props} />
      )}
    </section>
  );
}

interface Body {
  readonly accountId: string | null;
  readonly entries: { accountId: string; amount: string }[];
}

function Propose({
  one,
  onSaid,
  body,
  isReady,
  consequence,
}: BreakActProps & { body: Body; isReady: boolean; consequence: ReactNode }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <ActButton
      label={say('correct.act')}
      title={say('correct')}
      consequence={consequence}
      reason={say('reason')}
      isReady={isReady}
      isPrimary
      needsSecondPerson
      facts={[one.breakId, body]}
      refresh={[
        ['breaks', venue],
        ['proposals', venue],
        ['inbox', venue],
      ]}
      perform={(reason, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/breaks/{break}/correct', {
            params: { path: { venue, break: one.breakId }, header: { 'Idempotency-Key': key } },
            body: { ...body, reason },
          }),
        )
      }
      onDone={(made) => onSaid(<Proposed made={made} />)}
    />
  );
}

/** A line of the bank without a name: whose it is. */
function Suspense(props: BreakActProps): ReactNode {
  const say = useWords(words);
  const id = useId();
  const currency = useCurrency();
  const accounts = useAccounts();
  const [chosen, setChosen] = useState<string>();
  const { difference } = props.one;
  const isDebit = compare(difference, '0') < 0;
  const title = accounts.find(({ accountId }) => accountId === chosen)?.title ?? say('correct.venue');
  return (
    <>
      <p>{say('correct.suspense')}</p>
      <div className="row">
        <label htmlFor={id}>{say('correct.whose')}</label>
        <Select
          id={id}
          style={{ minWidth: 260 }}
          showSearch={{ optionFilterProp: 'label' }}
          {...(chosen !== undefined && { value: chosen })}
          onChange={(value: string) => setChosen(value)}
          options={[
            ...(isDebit ? [{ value: VENUE, label: say('correct.venue') }] : []),
            ...accounts.map(({ accountId, title: label }) => ({ value: accountId, label })),
          ]}
        />
        <Propose
          {...props}
          body={{ accountId: chosen === undefined || chosen === VENUE ? null : chosen, entries: [] }}
          isReady={chosen !== undefined}
          consequence={
            chosen === undefined
              ? say('correct.choose')
              : say('correct.suspense.what', { amount: difference, currency, title })
          }
        />
      </div>
    </>
  );
}

interface Line {
  readonly accountId: string;
  readonly text: string;
}
const NO_LINE: Line = { accountId: '', text: '' };

/** Entries of money that cancel out. */
function Entries(props: BreakActProps): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const [lines, setLines] = useState<readonly Line[]>([NO_LINE, NO_LINE]);
  const change = (place: number, part: Partial<Line>): void =>
    setLines(lines.map((line, at) => (at === place ? { ...line, ...part } : line)));
  const entries = lines.flatMap(({ accountId, text }) => {
    const amount = typed(text);
    return accountId === '' || amount === undefined ? [] : [{ accountId, amount }];
  });
  const sum = entries.reduce((total, { amount }) => plus(total, amount), '0');
  const isWhole = entries.length === lines.length;
  return (
    <>
      <p>{say('correct.entries')}</p>
      {lines.map((line, place) => (
        <div className="row" key={place}>
          <AccountChoice
            label={say('correct.account', { line: place + 1 })}
            value={line.accountId === '' ? undefined : line.accountId}
            onChange={(accountId) => change(place, { accountId })}
          />
          <Input
            aria-label={say('correct.amount', { line: place + 1 })}
            placeholder={`± ${currency}`}
            inputMode="decimal"
            className="figure"
            style={{ width: 160 }}
            value={line.text}
            onChange={({ target }) => change(place, { text: target.value })}
          />
        </div>
      ))}
      <div className="row">
        <Button onClick={() => setLines([...lines, NO_LINE])}>{say('correct.more')}</Button>
        <span>
          {say('correct.sum')} <Amount of={sum} unit={currency} />{' '}
          {compare(sum, '0') !== 0 && (
            <span className="down">{say('correct.left', { amount: minus('0', sum) })}</span>
          )}
        </span>
        <Propose
          {...props}
          body={{ accountId: null, entries }}
          isReady={isWhole && compare(sum, '0') === 0}
          consequence={say('correct.entries.what', { count: entries.length })}
        />
      </div>
    </>
  );
}
