import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped, rounded, times } from '../../format/decimal';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { useAccounts } from '../facts/names';
import { Field } from '../field';
import { FormPage } from '../form-page';
import { InstrumentField } from '../instrument-choice';
import { instrumentsQuery } from '../market-queries';
import { ProposeAct, ProposedNote } from '../proposals/propose-act';
import { Asked, Empty } from '../states';
import {
  type ApplicationDraft,
  type ApplicationTerms,
  emptyDraft,
  PRICES,
  termsOf,
  TIMES,
} from './application-draft';
import { words } from './apply-words';
import { depositOf } from './bid-draft';
import { APPLICATION } from './queries';

/** A seller or a buyer asks for a bidding: terms, times, and what is held once the exchange has signed. */
export default function ApplyScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const accounts = useAccounts().filter(({ state }) => state === 'ACTIVE');
  return (
    <FormPage title={say('title')} about={say('about')} list="biddings" back={say('back')}>
      <Asked query={useQuery(instrumentsQuery(venue))}>
        {({ items }) =>
          items.length === 0 || accounts.length === 0 ? (
            <Empty title={say('none')}>{say('none.next')}</Empty>
          ) : (
            <Form instruments={items} accounts={accounts} />
          )
        }
      </Asked>
    </FormPage>
  );
}

interface FormProps {
  readonly instruments: readonly Told<'Instrument'>[];
  readonly accounts: readonly Told<'Account'>[];
}

function Form({ instruments, accounts }: FormProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const [draft, setDraft] = useState<ApplicationDraft>(() => emptyDraft(Date.now()));
  const [chosen, setChosen] = useState<{ readonly symbol?: string; readonly accountId?: string }>({});
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const change = (part: Partial<ApplicationDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const instrument = instruments.find(({ symbol }) => symbol === chosen.symbol) ?? instruments[0]!;
  const account = accounts.find(({ accountId }) => accountId === chosen.accountId) ?? accounts[0]!;
  const ready = termsOf(draft, instrument.unitScale);
  const base = draft.side === 'sell' ? 'floor' : 'ceiling';
  return (
    <>
      <ProposedNote made={made} path="biddings/applications" />
      <div className="columns">
        <div className="stack">
          <section className="sheet stack">
            <h2>{say('what')}</h2>
            <Segmented
              aria-label={say('side')}
              value={draft.side}
              options={(['sell', 'buy'] as const).map((value) => ({ value, label: say(`side.${value}`) }))}
              onChange={(side) => change({ side })}
            />
            <InstrumentField
              label={say('symbol')}
              instruments={instruments}
              value={instrument.symbol}
              onChange={(symbol) => setChosen({ ...chosen, symbol })}
            />
            <label>
              {say('account')}
              <Select
                aria-label={say('account')}
                className="wide"
                value={account.accountId}
                options={accounts.map(({ accountId, title }) => ({ value: accountId, label: title }))}
                onChange={(accountId) => setChosen({ ...chosen, accountId })}
              />
            </label>
            <Field
              label={say('quantity')}
              unit={instrument.unitName}
              isFigure
              value={draft.quantity}
              onChange={(quantity) => change({ quantity })}
            />
          </section>
          <section className="sheet stack">
            <h2>{say('times')}</h2>
            {TIMES.map((field) => (
              <Field
                key={field}
                type="datetime-local"
                label={say(`time.${field}`)}
                value={draft[field]}
                onChange={(text) => change({ [field]: text })}
              />
            ))}
            <p className="quiet">{say('times.order')}</p>
          </section>
        </div>
        <section className="sheet stack">
          <h2>{say('prices')}</h2>
          {PRICES.map((field) => (
            <Field
              key={field}
              label={say(field)}
              unit={`${currency}/${instrument.unitName}${field === base ? '' : ` · ${say('optional')}`}`}
              isFigure
              value={draft[field]}
              onChange={(text) => change({ [field]: text })}
              hint={field === 'reserve' ? say('reserve.hint') : undefined}
            />
          ))}
          <Field
            label={say('deposit')}
            unit="%"
            isFigure
            value={draft.deposit}
            onChange={(deposit) => change({ deposit })}
            hint={say('deposit.hint')}
          />
          <Segmented
            aria-label={say('rule')}
            value={draft.rule}
            options={(['PARTS', 'WHOLE'] as const).map((value) => ({ value, label: say(`rule.${value}`) }))}
            onChange={(rule) => change({ rule })}
          />
        </section>
      </div>
      <div className="row">
        <Button type="primary" disabled={!('terms' in ready)} onClick={() => setOpen(true)}>
          {say('next')}
        </Button>
        {'missing' in ready && (
          <span className="quiet" role="status">
            {say('missing', { what: ready.missing.map((field) => say(field)).join(' · ') })}
          </span>
        )}
      </div>
      <ProposeAct
        isOpen={isOpen && 'terms' in ready}
        title={say('confirm.title', { symbol: instrument.symbol })}
        act={say('confirm.act')}
        consequence={
          'terms' in ready && (
            <Consequence terms={ready.terms} instrument={instrument} account={account.title} />
          )
        }
        propose={({ reason }, key) => {
          if (!('terms' in ready)) throw new RangeError('an application is proposed when it is whole');
          return answer(
            api.POST('/api/v1/venues/{venue}/one-way-biddings', {
              params: { path: { venue }, header: { 'Idempotency-Key': key } },
              body: { ...ready.terms, accountId: account.accountId, symbol: instrument.symbol, reason },
            }),
          );
        }}
        refresh={[`proposals-${APPLICATION}`]}
        onClose={() => setOpen(false)}
        onMade={(proposal) => {
          setOpen(false);
          setMade(proposal);
        }}
      />
    </>
  );
}

function Consequence({
  terms,
  instrument,
  account,
}: {
  terms: ApplicationTerms;
  instrument: Told<'Instrument'>;
  account: string;
}): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const { side, quantity, floorPrice = null, ceilingPrice = null, depositPercent } = terms;
  const base = (side === 'sell' ? floorPrice : ceilingPrice) ?? '0';
  const deposit = depositOf({ side, floorPrice, ceilingPrice, depositPercent }, quantity);
  return (
    <div className="stack">
      <p>
        {say(`what.${side}`, {
          ...{ account, currency, symbol: instrument.symbol, unit: instrument.unitName },
          ...{ quantity: grouped(quantity), base: grouped(base) },
          value: grouped(rounded(times(base, quantity), 2)),
        })}
      </p>
      <p>{say('what.deposit', { deposit: grouped(deposit ?? '0'), currency })}</p>
    </div>
  );
}
