import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { grouped } from '../../format/decimal';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ActButton } from '../act-button';
import { useAccounts } from '../facts/names';
import { Field } from '../field';
import { Amount } from '../figures';
import { bidOf } from './bid-draft';
import type { PartProps } from './part-props';
import type { OwnBid } from './queries';
import { words } from './words';

export interface BidFormProps extends PartProps {
  readonly own: OwnBid;
  readonly onSaid: (said: string) => void;
}

/** A bid, or a better one: the whole of it is held, and it is not taken back. */
export function BidForm({ bidding, instrument, own, onSaid }: BidFormProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const { accountId, bid } = own;
  const account = useAccounts().find((one) => one.accountId === accountId)?.title ?? '';
  const [wished, setWished] = useState({ price: '', quantity: bid?.quantity ?? own.quantity });
  const { price, quantity, value, hint } = bidOf(wished, bidding, own, instrument.unitScale);
  if (accountId === undefined) return null;
  const hintOf = (...kinds: (typeof hint)[]): { hint?: string; isWrong?: boolean } =>
    hint === undefined || !kinds.includes(hint)
      ? {}
      : {
          hint: say(`bid.hint.${hint}`, {
            places: instrument.unitScale,
            quantity: grouped(own.quantity),
          }),
          isWrong: true,
        };
  const facts = {
    account,
    ...{ price: grouped(price ?? ''), quantity: grouped(quantity ?? ''), unit: instrument.unitName },
    ...{ value: grouped(value ?? ''), currency },
  };
  const label = say(bid === undefined ? 'bid.act' : 'bid.better');
  return (
    <div className="stack">
      <div className="form-fields">
        <Field
          label={say('bid.price')}
          unit={`${currency}/${instrument.unitName}`}
          isFigure
          value={wished.price}
          onChange={(text) => setWished({ ...wished, price: text })}
          {...hintOf('price', 'range', 'better')}
        />
        <Field
          label={say('bid.quantity')}
          unit={instrument.unitName}
          isFigure
          value={wished.quantity}
          onChange={(text) => setWished({ ...wished, quantity: text })}
          {...hintOf('quantity', 'most')}
        />
      </div>
      <p>
        {say('bid.value')} <Amount of={value} unit={currency} />
      </p>
      <p className="quiet">{say('bid.final')}</p>
      {price !== undefined && quantity !== undefined && (
        <div>
          <ActButton
            label={label}
            title={label}
            act={say('bid.confirm', facts)}
            consequence={
              <div className="stack">
                {/* Whoever bids in a seller's bidding buys. */}
                <p>{say(bidding.side === 'sell' ? 'bid.what.buy' : 'bid.what.sell', facts)}</p>
                <p>
                  <strong>{say('bid.binds')}</strong>
                </p>
              </div>
            }
            isPrimary
            unitScale={instrument.unitScale}
            facts={[accountId, price, quantity]}
            perform={(_, key) =>
              answer(
                api.POST('/api/v1/venues/{venue}/one-way-biddings/{bidding}/bids', {
                  params: { path: { venue, bidding: bidding.biddingId }, header: { 'Idempotency-Key': key } },
                  body: { accountId, price, quantity },
                }),
              )
            }
            refresh={[
              ['one-way-bids', venue],
              ['one-way-biddings', venue],
              ['holdings', venue],
            ]}
            onDone={({ held, seq }) => {
              setWished({ price: '', quantity });
              onSaid(say('bid.done', { held: grouped(held), currency, seq }));
            }}
          />
        </div>
      )}
    </div>
  );
}
