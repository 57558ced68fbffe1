import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped } from '../../format/decimal';
import { instantText } from '../../format/instant';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import { ActButton } from '../act-button';
import { useAccounts } from '../facts/names';
import { Field } from '../field';
import { FormPage } from '../form-page';
import { InstrumentField } from '../instrument-choice';
import { instrumentsQuery } from '../market-queries';
import { Asked, Empty } from '../states';
import { type Draft, draftOf, emptyDraft, type Written } from './draft';
import { words } from './draft-words';

/** The issuer writes what the auction will promise; what is left empty comes from the rule pack. */
export default function DraftScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const sellers = useAccounts().filter(({ state, kind }) => state === 'ACTIVE' && kind === 'government');
  return (
    <FormPage title={say('title')} about={say('about')} list="auctions" back={say('back')}>
      <Asked query={useQuery(instrumentsQuery(venue))}>
        {({ items }) =>
          items.length === 0 || sellers.length === 0 ? (
            <Empty title={say('none')}>{say('none.next')}</Empty>
          ) : (
            <Form instruments={items} sellers={sellers} />
          )
        }
      </Asked>
    </FormPage>
  );
}

interface FormProps {
  readonly instruments: readonly Told<'Instrument'>[];
  readonly sellers: readonly Told<'Account'>[];
}

function Form({ instruments, sellers }: FormProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const navigate = useNavigate();
  const currency = useCurrency();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(Date.now()));
  const [chosen, setChosen] = useState<{ readonly symbol?: string; readonly seller?: string }>({});
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const instrument = instruments.find(({ symbol }) => symbol === chosen.symbol) ?? instruments[0]!;
  const seller = sellers.find(({ accountId }) => accountId === chosen.seller) ?? sellers[0]!;
  const ready = draftOf(draft);
  const figure = (field: Written, unit: string, hint?: string): ReactNode => (
    <Field
      label={say(field as 'supply')}
      unit={unit}
      isFigure
      value={draft[field]}
      onChange={(text) => change({ [field]: text })}
      hint={hint}
    />
  );
  const perUnit = `${currency}/${instrument.unitName}`;
  const choice = <Field extends 'tie' | 'shortage' | 'qualification'>(
    field: Field,
    options: readonly { readonly value: Draft[Field]; readonly label: string }[],
  ): ReactNode => (
    <label>
      {say(field)}
      <Select
        aria-label={say(field)}
        className="wide"
        value={draft[field]}
        options={[{ value: '' as Draft[Field], label: say('pack') }, ...options]}
        onChange={(value) => change({ [field]: value })}
      />
    </label>
  );
  return (
    <>
      <div className="columns">
        <section className="sheet stack">
          <h2>{say('what')}</h2>
          <Field label={say('name')} value={draft.name} most={200} onChange={(name) => change({ name })} />
          <InstrumentField
            label={say('symbol')}
            instruments={instruments}
            value={instrument.symbol}
            onChange={(symbol) => setChosen({ ...chosen, symbol })}
          />
          <label>
            {say('seller')}
            <Select
              aria-label={say('seller')}
              className="wide"
              value={seller.accountId}
              options={sellers.map(({ accountId, title }) => ({ value: accountId, label: title }))}
              onChange={(accountId) => setChosen({ ...chosen, seller: accountId })}
            />
          </label>
          {figure('supply', instrument.unitName)}
          <h2>{say('window')}</h2>
          {(['opensAt', 'closesAt'] as const).map((field) => (
            <Field
              key={field}
              type="datetime-local"
              label={say(field)}
              value={draft[field]}
              onChange={(text) => change({ [field]: text })}
            />
          ))}
        </section>
        <section className="sheet stack">
          <h2>{say('terms')}</h2>
          <div className="form-fields">
            {figure('reserve', perUnit)}
            {figure('lot', instrument.unitName)}
            {figure('tick', perUnit)}
            {figure('deposit', '%')}
            {figure('limit', '%')}
            {figure('bids', '')}
            {figure('days', '')}
            {figure('any', perUnit)}
            {choice(
              'tie',
              (['RANDOM', 'PRORATA', 'TIME'] as const).map((value) => ({
                value,
                label: say(`tie.${value}`),
              })),
            )}
            {choice(
              'shortage',
              (['STEP', 'LOWEST', 'CANCEL'] as const).map((value) => ({
                value,
                label: say(`shortage.${value}`),
              })),
            )}
            {choice(
              'qualification',
              (['yes', 'no'] as const).map((value) => ({ value, label: say(`qualification.${value}`) })),
            )}
          </div>
        </section>
      </div>
      <div className="row">
        {'terms' in ready ? (
          <ActButton
            label={say('next')}
            title={say('title')}
            act={say('confirm.act')}
            isPrimary
            unitScale={instrument.unitScale}
            consequence={say('confirm.what', {
              ...{ title: ready.terms.title, symbol: instrument.symbol, unit: instrument.unitName },
              supply: grouped(ready.terms.supply),
              opens: instantText(ready.terms.opensAt, language(), 'minute'),
              closes: instantText(ready.terms.closesAt, language(), 'minute'),
            })}
            facts={[ready.terms, instrument.symbol, seller.accountId]}
            perform={(_, key) =>
              answer(
                api.POST('/api/v1/venues/{venue}/auctions', {
                  params: { path: { venue }, header: { 'Idempotency-Key': key } },
                  body: {
                    ...ready.terms,
                    symbol: instrument.symbol,
                    sellerAccountId: seller.accountId,
                  },
                }),
              )
            }
            refresh={[['auction-drafts', venue]]}
            onDone={({ auctionId }) => void navigate(`${desk}/auctions/${auctionId}`)}
          />
        ) : (
          <span className="quiet" role="status">
            {say('missing', { what: ready.missing.map((field) => say(field)).join(' · ') })}
          </span>
        )}
      </div>
    </>
  );
}
