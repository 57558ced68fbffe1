import { useQuery } from '@tanstack/react-query';
import { Checkbox, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { grouped, plus } from '../../format/decimal';
import { ActButton } from '../../parts/act-button';
import { Amount } from '../../parts/figures';
import { Asked } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './payment-words';
import { bankAccountsQuery, COUNTED_MAX } from './queries';

/** Which of the requested withdrawals go into one file to the bank. */
export function PaymentDraft({ onSaid }: { onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const id = useId();
  const venue = useVenue();
  const currency = useCurrency();
  const banks = useQuery(bankAccountsQuery(venue)).data?.items.filter(({ kind }) => kind === 'CLIENT') ?? [];
  const requested = useQuery({
    queryKey: ['cash-withdrawals', venue, 'requested'],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/cash-withdrawals', {
          params: { path: { venue }, query: { state: 'REQUESTED', limit: COUNTED_MAX } },
          signal,
        }),
      ),
  });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [picked, setBank] = useState<string>();
  const bankAccountId = picked ?? banks[0]?.bankAccountId;
  // One that was filed meanwhile is no longer there to choose.
  const ones = (requested.data?.items ?? []).filter(({ withdrawalId }) => chosen.includes(withdrawalId));
  const total = ones.reduce((sum, { amount }) => plus(sum, amount), '0');
  return (
    <section className="sheet stack">
      <h2>{say('draft')}</h2>
      <Asked query={requested}>
        {({ items }) =>
          items.length === 0 || bankAccountId === undefined ? (
            <p className="quiet">{say(bankAccountId === undefined ? 'draft.no.bank' : 'draft.nothing')}</p>
          ) : (
            <>
              <div className="stack">
                {items.map(({ withdrawalId, reference, amount, payee }) => (
                  <Checkbox
                    key={withdrawalId}
                    checked={chosen.includes(withdrawalId)}
                    onChange={({ target }) =>
                      setChosen(
                        target.checked
                          ? [...chosen, withdrawalId]
                          : chosen.filter((one) => one !== withdrawalId),
                      )
                    }
                  >
                    <code>{reference}</code> {payee.name} · <Amount of={amount} unit={currency} />
                  </Checkbox>
                ))}
              </div>
              <div className="row">
                <label htmlFor={id}>{say('draft.from')}</label>
                <Select
                  id={id}
                  style={{ minWidth: 240 }}
                  value={bankAccountId}
                  onChange={(value) => setBank(value)}
                  options={banks.map((one) => ({
                    value: one.bankAccountId,
                    label: `${one.name} ${one.number}`,
                  }))}
                />
                {ones.length > 0 && (
                  <ActButton
                    label={say('draft.act', { count: ones.length })}
                    title={say('draft')}
                    consequence={say('draft.what', {
                      count: ones.length,
                      total: grouped(total),
                      currency,
                    })}
                    isPrimary
                    facts={[bankAccountId, ones.map(({ withdrawalId }) => withdrawalId)]}
                    perform={(_, key) =>
                      answer(
                        api.POST('/api/v1/venues/{venue}/payment-files', {
                          params: { path: { venue }, header: { 'Idempotency-Key': key } },
                          body: {
                            bankAccountId,
                            withdrawalIds: ones.map(({ withdrawalId }) => withdrawalId),
                          },
                        }),
                      )
                    }
                    refresh={[
                      ['payment-files', venue],
                      ['cash-withdrawals', venue],
                    ]}
                    onDone={({ messageId, count, total: sum, seq }) => {
                      setChosen([]);
                      onSaid(say('draft.done', { messageId, count, total: grouped(sum), currency, seq }));
                    }}
                  />
                )}
              </div>
            </>
          )
        }
      </Asked>
    </section>
  );
}
