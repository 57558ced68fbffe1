import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { typed } from '../../format/decimal';
import { todayOf } from '../../format/instant';
import type { Told } from '../../api/told';
import { ActButton } from '../../parts/act-button';
import { ShortText } from '../../parts/facts/copied-text';
import { Amount } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { Asked, Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { BankNav } from './bank-nav';
import { words } from './bank-words';
import './operator.css';
import { Proposed, Said } from './proposed';
import { LOOK_AGAIN_MS } from './queries';
import { TextField } from './text-field';

type Tie = Told<'CashTie'>;

/** The venue's accounts at its banks, and whether bank and ledger tie. */
export default function BankScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [said, setSaid] = useState<ReactNode>();
  const tie = useQuery({
    queryKey: ['cash-tie', venue],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/venues/{venue}/cash-tie', { params: { path: { venue } }, signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
      </div>
      <BankNav />
      <Said>{said}</Said>
      <section className="sheet stack">
        <Asked query={tie}>{(of) => <TieFigures tie={of} />}</Asked>
      </section>
      <section className="sheet stack">
        <h2>{say('accounts')}</h2>
        <PagedTable<Told<'BankAccount'>>
          name="bank-accounts"
          label={say('accounts')}
          rowKey={({ bankAccountId }) => bankAccountId}
          load={({ limit, after, filters, signal }) =>
            answer(
              api.GET('/api/v1/venues/{venue}/bank-accounts', {
                params: {
                  path: { venue },
                  query: { limit, ...(after !== undefined && { after }), ...(filters as { kind?: 'OWN' }) },
                },
                signal,
              }),
            )
          }
          actions={<OpenAccount onSaid={setSaid} />}
          filters={[
            {
              field: 'kind',
              label: say('kind'),
              options: (['CLIENT', 'OWN'] as const).map((value) => ({ value, label: say(`kind.${value}`) })),
            },
          ]}
          columns={[
            { title: say('name'), dataIndex: 'name' },
            { title: say('kind'), render: (_, { kind }) => wordOf(say, words, 'kind', kind) },
            { title: say('bank.code'), render: (_, { bank }) => <code>{bank}</code> },
            { title: say('number'), render: (_, { number }) => <code>{number}</code> },
            { title: say('currency'), dataIndex: 'currency' },
            {
              title: say('closing'),
              align: 'right',
              render: (_, { bankAccountId }) => (
                <Closing of={tie.data?.banks.find((one) => one.bankAccountId === bankAccountId)} />
              ),
            },
            { title: say('id'), render: (_, { bankAccountId }) => <ShortText of={bankAccountId} /> },
          ]}
          empty={<Empty title={say('accounts.none')}>{say('accounts.none.next')}</Empty>}
        />
      </section>
    </>
  );
}

function Closing({ of }: { of: Tie['banks'][number] | undefined }): ReactNode {
  if (of === undefined) return '—';
  return (
    <>
      <Amount of={of.statement} /> <span className="quiet">{of.closingDay}</span>
    </>
  );
}

/** Bank + by hand = sub-ledger + in transit + suspense. */
function TieFigures({ tie }: { tie: Tie }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const isTied = /^-?0(\.0+)?$/.test(tie.difference);
  const lines = [
    ['tie.bank', tie.bank],
    ['tie.byHand', tie.byHand],
    ['tie.subLedger', tie.subLedger],
    ['tie.inTransit', tie.inTransit.total],
    ['tie.credits', tie.suspense.credits],
    ['tie.debits', tie.suspense.debits],
  ] as const;
  return (
    <>
      <header className="row">
        <h2>{say('tie')}</h2>
        <Mark tone={isTied ? 'good' : 'bad'}>{say(isTied ? 'tie.yes' : 'tie.no')}</Mark>
      </header>
      <dl className="facts" data-testid="tie">
        {lines.map(([name, amount]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{say(name)}</dt>
            <dd>
              <Amount of={amount} unit={currency} />
            </dd>
          </div>
        ))}
        <dt>
          <strong>{say('tie.difference')}</strong>
        </dt>
        <dd>
          <strong>
            <Amount of={tie.difference} unit={currency} />
          </strong>
        </dd>
      </dl>
      <p className="quiet">{say('tie.how')}</p>
    </>
  );
}

function OpenAccount({ onSaid }: { onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const id = useId();
  const venue = useVenue();
  const currency = useCurrency();
  const [kind, setKind] = useState<'CLIENT' | 'OWN'>('CLIENT');
  const [form, setForm] = useState({ name: '', bank: '', number: '', opening: '', day: todayOf(new Date()) });
  const set = (field: keyof typeof form) => (value: string) => setForm({ ...form, [field]: value });
  const amount = typed(form.opening);
  return (
    <ActButton
      label={say('open.account')}
      title={say('open.account')}
      act={say('open.account.act')}
      needsSecondPerson
      consequence={
        <div className="stack">
          <p>{say('open.account.what')}</p>
          <div className="fields">
            <div>
              <label htmlFor={id}>{say('kind')}</label>
              <Select
                id={id}
                style={{ width: '100%' }}
                value={kind}
                onChange={setKind}
                options={(['CLIENT', 'OWN'] as const).map((value) => ({
                  value,
                  label: say(`kind.${value}`),
                }))}
              />
            </div>
            <TextField label={say('name')} value={form.name} onChange={set('name')} />
            <TextField
              label={say('bank.code')}
              hint={say('bank.code.hint')}
              value={form.bank}
              onChange={set('bank')}
            />
            <TextField label={say('number')} value={form.number} onChange={set('number')} />
            <TextField
              label={`${say('opening')} (${currency})`}
              isFigure
              value={form.opening}
              onChange={set('opening')}
            />
            <TextField label={say('opening.day')} type="date" value={form.day} onChange={set('day')} />
          </div>
        </div>
      }
      reason={say('reason')}
      isReady={
        amount !== undefined && [form.name, form.bank, form.number, form.day].every((text) => text !== '')
      }
      facts={[kind, form]}
      perform={(reason, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/bank-accounts', {
            params: { path: { venue }, header: { 'Idempotency-Key': key } },
            body: {
              kind,
              name: form.name,
              bank: form.bank,
              number: form.number,
              currency,
              openingBalance: amount!,
              openingDay: form.day,
              reason,
            },
          }),
        )
      }
      refresh={[
        ['proposals', venue],
        ['inbox', venue],
      ]}
      onDone={(made) => onSaid(<Proposed made={made} />)}
    />
  );
}
