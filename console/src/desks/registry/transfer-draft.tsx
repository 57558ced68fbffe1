import { useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { asRefusal } from '../../api/refusal';
import type { Told } from '../../api/told';
import { grouped, typedAmount } from '../../format/decimal';
import { ActButton } from '../../parts/act-button';
import { useAccounts } from '../../parts/facts/names';
import { Field } from '../../parts/field';
import { InstrumentField } from '../../parts/instrument-choice';
import { RefusalNote } from '../../parts/refusal-note';
import { useSettled } from '../../parts/use-settled';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './custody-words';
import { TransferForecast } from './transfer-forecast';

/** What the account holds of an instrument. */
export interface Offered {
  readonly instrument: Told<'Instrument'>;
  readonly available: string;
}

interface Wish {
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly symbol: string;
  readonly quantity: string;
}

const ALL = 500;

/** What, how much and to whom: the forecast is asked as it is written, and the button works once there is one. */
export function TransferDraft({
  from,
  offered,
  onMade,
}: {
  from: string;
  offered: readonly Offered[];
  onMade: (made: Told<'ProposalMade'>) => void;
}): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [draft, setDraft] = useState({ symbol: '', to: '', quantity: '' });
  const { instrument, available } =
    offered.find((one) => one.instrument.symbol === draft.symbol) ?? offered[0]!;
  const { symbol, unitName: unit, unitScale } = instrument;
  const quantity = typedAmount(draft.quantity, unitScale) ?? '';
  const wish: Wish = { fromAccountId: from, toAccountId: draft.to.trim(), symbol, quantity };
  const forecast = useForecast(venue, wish);
  return (
    <>
      <InstrumentField
        label={say('symbol')}
        instruments={offered.map((one) => one.instrument)}
        value={symbol}
        onChange={(chosen) => setDraft({ ...draft, symbol: chosen })}
      />
      <label>
        {say('to')}
        <AutoComplete
          aria-label={say('to')}
          className="wide"
          value={draft.to}
          options={useReceivers(venue, from)}
          onChange={(text: string) => setDraft({ ...draft, to: text })}
        />
        <span className="quiet">{say('id.hint')}</span>
      </label>
      <Field
        label={say('quantity')}
        unit={unit}
        isFigure
        value={draft.quantity}
        onChange={(text) => setDraft({ ...draft, quantity: text })}
        hint={say('available', { quantity: grouped(available), unit })}
      />
      {forecast.refusal !== undefined && (
        <RefusalNote refusal={forecast.refusal} title={say('forecast.refused')} unitScale={unitScale} />
      )}
      {forecast.known !== undefined && <TransferForecast of={forecast.known} />}
      {forecast.known === undefined && forecast.refusal === undefined && (
        <p className="quiet">{say('forecast.wait')}</p>
      )}
      <div>
        <ActButton
          label={say('propose')}
          title={say('new.title')}
          act={say('propose.act', { quantity: grouped(quantity || '0') })}
          isPrimary
          isReady={forecast.known !== undefined}
          needsSecondPerson
          unitScale={unitScale}
          consequence={
            <div className="stack">
              <p>{say('propose.what', { quantity: grouped(quantity || '0'), unit, symbol })}</p>
              {forecast.known === undefined ? (
                <p className="quiet">{say('forecast.wait')}</p>
              ) : (
                <TransferForecast of={forecast.known} />
              )}
            </div>
          }
          reason={say('propose.reason')}
          facts={wish}
          perform={(reason, key) =>
            answer(
              api.POST('/api/v1/venues/{venue}/transfers', {
                params: { path: { venue }, header: { 'Idempotency-Key': key } },
                body: { ...wish, reason },
              }),
            )
          }
          refresh={['holdings', 'proposals', 'tasks', 'transfer-forecast'].map((name) => [name, venue])}
          onDone={onMade}
        />
      </div>
    </>
  );
}

/** The answer to what is written now, or the refusal that proposing it would meet; nothing of an older wish. */
function useForecast(
  venue: string,
  wish: Wish,
): { readonly known?: Told<'TransferForecast'>; readonly refusal?: ReturnType<typeof asRefusal> } {
  const written = JSON.stringify(wish);
  const settled = useSettled(written);
  const asked = JSON.parse(settled) as Wish;
  const query = useQuery({
    queryKey: ['transfer-forecast', venue, settled],
    enabled: asked.quantity !== '' && asked.toAccountId !== '',
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/transfers/forecast', {
          params: { path: { venue }, query: asked },
          signal,
        }),
      ),
  });
  if (settled !== written) return {};
  if (query.isError) return { refusal: asRefusal(query.error) };
  return query.data === undefined ? {} : { known: query.data };
}

/** One's other accounts, and those that this one trusts or will. */
function useReceivers(venue: string, from: string): { value: string; label: string }[] {
  const say = useWords(words);
  const own = useAccounts().filter(({ accountId }) => accountId !== from);
  const { data } = useQuery({
    queryKey: ['trusted-accounts', venue, 'of', from],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/accounts/{account}/trusted-accounts', {
          params: { path: { venue, account: from }, query: { limit: ALL } },
          signal,
        }),
      ),
  });
  const trusted = (data?.items ?? []).filter(({ state }) => state !== 'REMOVED');
  return [
    ...own.map(({ accountId, title }) => ({ value: accountId, label: title })),
    ...trusted.map(({ trustedAccountId, state }) => ({
      value: trustedAccountId,
      label: `${trustedAccountId} · ${say(`trust.${state}`)}`,
    })),
  ];
}
