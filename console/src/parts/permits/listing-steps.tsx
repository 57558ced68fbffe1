import type { QueryKey } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped, typedAmount } from '../../format/decimal';
import { instantFrom, instantText, writtenFor } from '../../format/instant';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { language } from '../../words/language';
import { ActButton } from '../act-button';
import { Field } from '../field';
import type { Notice } from './queries';
import { words } from './step-words';
import { words as permits } from './words';

interface FormProps {
  readonly notice: Notice;
  readonly unit: string;
  readonly refresh: readonly QueryKey[];
  readonly onSaid: (said: string) => void;
}

const PRICE_PLACES = 2;
const METHODS = ['BIDDING', 'FIXED_PRICE', 'AGREEMENT'] as const;
const MINUTE_MS = 60_000;
const WINDOW_MS = 7 * 24 * 60 * MINUTE_MS;

const priceOf = (text: string): string | undefined => typedAmount(text, PRICE_PLACES);

/** Method, price and window; nothing is sold below the start price of the term that is left. */
export function ListingStep({ notice, unit, refresh, onSaid }: FormProps): ReactNode {
  const say = useWords(words);
  const sayOf = useWords(permits);
  const venue = useVenue();
  const currency = useCurrency();
  const [draft, setDraft] = useState(() => ({
    method: 'FIXED_PRICE' as (typeof METHODS)[number],
    price: '',
    opensAt: writtenFor(new Date(Date.now() + 5 * MINUTE_MS)),
    closesAt: writtenFor(new Date(Date.now() + WINDOW_MS)),
  }));
  const price = priceOf(draft.price);
  const [opensAt, closesAt] = [instantFrom(draft.opensAt), instantFrom(draft.closesAt)];
  const method = wordOf(sayOf, permits, 'method', draft.method);
  return (
    <div className="stack" data-step="listing">
      <div className="form-fields">
        <label>
          {say('listing.method')}
          <Select
            aria-label={say('listing.method')}
            className="wide"
            value={draft.method}
            options={METHODS.map((value) => ({ value, label: sayOf(`method.${value}`) }))}
            onChange={(value) => setDraft({ ...draft, method: value })}
          />
        </label>
        <Field
          label={say('listing.price')}
          unit={`${currency}/${unit}`}
          isFigure
          value={draft.price}
          onChange={(text) => setDraft({ ...draft, price: text })}
        />
        {(['opensAt', 'closesAt'] as const).map((field) => (
          <Field
            key={field}
            type="datetime-local"
            label={say(`listing.${field}`)}
            value={draft[field]}
            onChange={(text) => setDraft({ ...draft, [field]: text })}
          />
        ))}
      </div>
      {price !== undefined && opensAt !== undefined && closesAt !== undefined && (
        <div>
          <ActButton
            label={say('do.listing')}
            title={say('do.listing').replace('…', '')}
            act={say('do.listing').replace('…', '')}
            isPrimary
            consequence={say('what.listing', {
              ...{ method, unit, currency, price: grouped(price) },
              opens: instantText(opensAt, language(), 'minute'),
              closes: instantText(closesAt, language(), 'minute'),
            })}
            facts={draft}
            perform={(_, key) =>
              answer(
                api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/listing', {
                  params: {
                    path: { venue, transfer: notice.transferId },
                    header: { 'Idempotency-Key': key },
                  },
                  body: { method: draft.method, price, opensAt, closesAt },
                }),
              )
            }
            refresh={refresh}
            onDone={({ state, seq }) =>
              onSaid(say('done', { seq, state: wordOf(sayOf, permits, 'state', state) }))
            }
          />
        </div>
      )}
    </div>
  );
}

/** A quote in a bidding; it may be raised. */
export function BidStep({
  notice,
  plant,
  unit,
  refresh,
  onSaid,
}: FormProps & { readonly plant: Told<'PermitPlant'> }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const [text, setText] = useState('');
  const price = priceOf(text);
  return (
    <div className="stack" data-step="bid">
      <Field label={say('bid.price')} unit={`${currency}/${unit}`} isFigure value={text} onChange={setText} />
      {price !== undefined && (
        <div>
          <ActButton
            label={say('do.bid')}
            title={say('do.bid').replace('…', '')}
            act={say('do.bid').replace('…', '')}
            isPrimary
            consequence={say('what.bid', { plant: plant.name, unit, currency, price: grouped(price) })}
            facts={[plant.plantId, price]}
            perform={(_, key) =>
              answer(
                api.POST('/api/v1/venues/{venue}/permit-listings/{listing}/bids', {
                  params: {
                    path: { venue, listing: notice.transferId },
                    header: { 'Idempotency-Key': key },
                  },
                  body: { plantId: plant.plantId, price },
                }),
              )
            }
            refresh={refresh}
            onDone={({ price: quoted, seq }) => {
              setText('');
              onSaid(say('done', { seq, state: `${say('bid.price')} ${grouped(quoted)}` }));
            }}
          />
        </div>
      )}
    </div>
  );
}
