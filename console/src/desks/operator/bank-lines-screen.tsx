import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { compare, grouped } from '../../format/decimal';
import { ActButton } from '../../parts/act-button';
import { AccountChoice } from '../../parts/facts/account-choice';
import { AccountName } from '../../parts/facts/names';
import { Amount } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { BankNav } from './bank-nav';
import { words } from './bank-words';
import './operator.css';
import { Proposed, Said } from './proposed';
import { TextField } from './text-field';

type Line = Told<'BankLine'>;
const STATES = [
  ...([
    'SUSPENSE',
    'SENDING_BACK',
    'DEPOSITED',
    'PAID',
    'RETURNED',
    'ASSIGNED',
    'SENT_BACK',
    'CHARGED',
  ] as const),
];

/** Lines of released statements; what has no name is the work list. */
export default function BankLinesScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('lines')}</h1>
      </div>
      <BankNav />
      <Said>{said}</Said>
      <PagedTable<Line>
        name="bank-lines"
        label={say('lines')}
        rowKey={({ lineId }) => lineId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/bank-lines', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: Line['state'] }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'state',
            label: say('state'),
            options: STATES.map((value) => ({ value, label: say(`line.${value}`) })),
          },
        ]}
        columns={[
          { title: say('day'), dataIndex: 'day' },
          {
            title: `${say('amount')} (${currency})`,
            align: 'right',
            render: (_, { amount }) => <Amount of={amount} />,
          },
          { title: say('text'), render: (_, { text }) => text || '—' },
          { title: say('counterparty'), render: (_, { counterparty }) => counterparty || '—' },
          {
            title: say('state'),
            render: (_, { state, unclear }) => (
              <>
                <Mark tone={state === 'SUSPENSE' ? 'bad' : state === 'SENDING_BACK' ? 'warn' : 'good'}>
                  {wordOf(say, words, 'line', state)}
                </Mark>
                {unclear !== '' && <div className="quiet">{wordOf(say, words, 'unclear', unclear)}</div>}
              </>
            ),
          },
          {
            title: say('account'),
            render: (_, { accountId }) => (accountId === null ? '—' : <AccountName id={accountId} />),
          },
          { title: say('act'), render: (_, line) => <Acts line={line} onSaid={setSaid} /> },
        ]}
        empty={<Empty title={say('lines.none')}>{say('lines.none.next')}</Empty>}
      />
    </>
  );
}

interface ActsProps {
  readonly line: Line;
  readonly onSaid: (said: ReactNode) => void;
}

function Acts({ line, onSaid }: ActsProps): ReactNode {
  if (line.state !== 'SUSPENSE') return null;
  return compare(line.amount, '0') > 0 ? (
    <div className="row">
      <Assign line={line} onSaid={onSaid} />
      <SendBack line={line} onSaid={onSaid} />
    </div>
  ) : (
    <Bear line={line} onSaid={onSaid} />
  );
}

function useParts({ lineId, amount }: Line) {
  const venue = useVenue();
  const currency = useCurrency();
  return {
    refresh: [
      ['bank-lines', venue],
      ['proposals', venue],
      ['inbox', venue],
    ],
    params: (key: string) => ({ path: { venue, line: lineId }, header: { 'Idempotency-Key': key } }),
    figures: { amount: grouped(amount), currency },
  };
}

function Assign({ line, onSaid }: ActsProps): ReactNode {
  const say = useWords(words);
  const id = useId();
  const [accountId, setAccountId] = useState<string>();
  const { refresh, params, figures } = useParts(line);
  return (
    <ActButton
      label={say('assign')}
      title={say('assign')}
      act={say('assign.act')}
      size="small"
      isPrimary
      needsSecondPerson
      consequence={
        <div className="stack">
          <p>{say('assign.what', figures)}</p>
          <label htmlFor={id}>{say('account')}</label>
          <AccountChoice id={id} value={accountId} onChange={setAccountId} />
        </div>
      }
      reason={say('reason')}
      isReady={accountId !== undefined}
      facts={[line.lineId, accountId]}
      perform={(reason, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/bank-lines/{line}/assign', {
            params: params(key),
            body: { accountId: accountId!, reason },
          }),
        )
      }
      refresh={refresh}
      onDone={(made) => onSaid(<Proposed made={made} />)}
    />
  );
}

function SendBack({ line, onSaid }: ActsProps): ReactNode {
  const say = useWords(words);
  const [form, setForm] = useState({ name: line.counterparty, bank: '', number: '' });
  const set = (field: keyof typeof form) => (value: string) => setForm({ ...form, [field]: value });
  const { refresh, params, figures } = useParts(line);
  return (
    <ActButton
      label={say('send.back')}
      title={say('send.back')}
      act={say('send.back.act')}
      size="small"
      isDestructive
      needsSecondPerson
      consequence={
        <div className="stack">
          <p>{say('send.back.what', figures)}</p>
          <div className="fields">
            <TextField label={say('name')} value={form.name} onChange={set('name')} />
            <TextField
              label={say('bank.code')}
              hint={say('bank.code.hint')}
              value={form.bank}
              onChange={set('bank')}
            />
            <TextField label={say('number')} value={form.number} onChange={set('number')} />
          </div>
        </div>
      }
      reason={say('reason')}
      isReady={Object.values(form).every((text) => text !== '')}
      facts={[line.lineId, form]}
      perform={(reason, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/bank-lines/{line}/send-back', {
            params: params(key),
            body: { ...form, reason },
          }),
        )
      }
      refresh={refresh}
      onDone={(made) => onSaid(<Proposed made={made} />)}
    />
  );
}

function Bear({ line, onSaid }: ActsProps): ReactNode {
  const say = useWords(words);
  const { refresh, params, figures } = useParts(line);
  return (
    <ActButton
      label={say('bear')}
      title={say('bear')}
      act={say('bear.act')}
      size="small"
      isDestructive
      needsSecondPerson
      consequence={say('bear.what', figures)}
      reason={say('reason')}
      facts={line.lineId}
      perform={(reason, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/bank-lines/{line}/clear', {
            params: params(key),
            body: { withdrawalId: null, reason },
          }),
        )
      }
      refresh={refresh}
      onDone={(made) => onSaid(<Proposed made={made} />)}
    />
  );
}
