import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped, typedAmount } from '../../format/decimal';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ActButton } from '../act-button';
import { Field } from '../field';
import { Amount } from '../figures';
import { depositOf } from './bid-draft';
import type { PartProps } from './part-props';
import { words } from './words';

export interface RegisterFormProps extends PartProps {
  /** The own accounts that have not registered. */
  readonly accounts: readonly Told<'Account'>[];
  readonly onSaid: (said: string) => void;
}

export function RegisterForm({ bidding, instrument, accounts, onSaid }: RegisterFormProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const isWhole = bidding.rule === 'WHOLE';
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState(bidding.quantity);
  const account = accounts.find(({ accountId }) => accountId === chosen) ?? accounts[0]!;
  const quantity = typedAmount(isWhole ? bidding.quantity : text, instrument.unitScale);
  const deposit = quantity === undefined ? undefined : depositOf(bidding, quantity);
  const facts = {
    ...{ account: account.title, quantity: grouped(quantity ?? ''), unit: instrument.unitName },
    ...{ deposit: grouped(deposit ?? ''), currency },
  };
  return (
    <div className="stack">
      {accounts.length > 1 && (
        <Select
          aria-label={say('account')}
          value={account.accountId}
          onChange={setChosen}
          options={accounts.map((one) => ({ value: one.accountId, label: one.title }))}
        />
      )}
      {isWhole ? (
        <p className="quiet">{say('register.whole', { quantity: grouped(bidding.quantity) })}</p>
      ) : (
        <Field
          label={say('register.quantity')}
          unit={instrument.unitName}
          isFigure
          value={text}
          onChange={setText}
          hint={say('register.most', { quantity: grouped(bidding.quantity) })}
        />
      )}
      <p>
        {say('deposit.now')} <Amount of={deposit} unit={currency} />
      </p>
      {quantity !== undefined && (
        <div>
          <ActButton
            label={say('register')}
            title={say('register')}
            act={say('register.act', facts)}
            consequence={say('register.what', facts)}
            isPrimary
            unitScale={instrument.unitScale}
            facts={[account.accountId, quantity]}
            perform={(_, key) =>
              answer(
                api.POST('/api/v1/venues/{venue}/one-way-biddings/{bidding}/registrations', {
                  params: { path: { venue, bidding: bidding.biddingId }, header: { 'Idempotency-Key': key } },
                  body: { accountId: account.accountId, quantity },
                }),
              )
            }
            refresh={[
              ['one-way-bids', venue],
              ['one-way-biddings', venue],
              ['holdings', venue],
            ]}
            onDone={({ held, seq }) => onSaid(say('register.done', { held: grouped(held), currency, seq }))}
          />
        </div>
      )}
    </div>
  );
}
