import { Button } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { grouped, isDecimal, typed } from '../../format/decimal';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { AccountChoice } from '../facts/account-choice';
import { AccountName, useInstruments } from '../facts/names';
import { Field } from '../field';
import { Amount } from '../figures';
import { InstrumentField } from '../instrument-choice';
import { useAccountFilter, useInstrumentFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { ProposeAct, ProposedNote } from '../proposals/propose-act';
import { Empty } from '../states';
import { words } from './words';

type Deduction = Told<'Deduction'>;

/** What later allocations must still pay, and for whom; a new deduction is a proposal. */
export default function DeductionsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const mayPropose = usePower('registry.propose');
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('deductions')}</h1>
        <span className="push" />
        <Link to={`${desk}/instruments`}>{say('back')}</Link>
      </div>
      <ProposedNote made={made} />
      <PagedTable<Deduction>
        name="deductions"
        label={say('deductions')}
        rowKey={({ accountId, symbol }) => `${accountId} ${symbol}`}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/deductions', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { accountId?: string; symbol?: string; state?: 'OPEN' }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          useAccountFilter(),
          useInstrumentFilter(),
          {
            field: 'state',
            label: say('open'),
            options: (['OPEN', 'PAID'] as const).map((value) => ({
              value,
              label: say(`deductions.${value}`),
            })),
          },
        ]}
        columns={[
          { title: say('account'), render: (_, { accountId }) => <AccountName id={accountId} /> },
          { title: say('symbol'), dataIndex: 'symbol' },
          { title: say('imposed'), align: 'right', render: (_, { imposed }) => <Amount of={imposed} /> },
          { title: say('open'), align: 'right', render: (_, { open }) => <Amount of={open} /> },
        ]}
        actions={
          mayPropose && (
            <Button danger onClick={() => setOpen(true)}>
              {say('deduct.new')}
            </Button>
          )
        }
        empty={
          <Empty title={say('deductions.none')}>
            <p>{say('deductions.none.next')}</p>
          </Empty>
        }
      />
      <Deduct
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onMade={(one) => {
          setMade(one);
          setOpen(false);
        }}
      />
    </>
  );
}

interface Deducting {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onMade: (made: Told<'ProposalMade'>) => void;
}

function Deduct({ isOpen, onClose, onMade }: Deducting): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  const instruments = useInstruments();
  const [account, setAccount] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState('');
  const symbol = chosen ?? instruments[0]?.symbol ?? '';
  const quantity = typed(text) ?? '';
  return (
    <ProposeAct
      isOpen={isOpen}
      isDestructive
      title={say('deduct.title')}
      act={say('deduct.act', { quantity: grouped(quantity) })}
      isReady={account !== undefined && symbol !== '' && isDecimal(quantity)}
      consequence={
        <div className="stack">
          <p>{say('deduct.what')}</p>
          <label htmlFor={`${id}-account`}>{say('account')}</label>
          <AccountChoice id={`${id}-account`} value={account} onChange={setAccount} />
          <InstrumentField
            label={say('symbol')}
            instruments={instruments}
            value={symbol}
            onChange={setChosen}
          />
          <Field label={say('quantity')} isFigure value={text} onChange={setText} />
        </div>
      }
      propose={({ reason }, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/deductions', {
            params: { path: { venue }, header: { 'Idempotency-Key': key } },
            body: { accountId: account ?? '', symbol, quantity, reason },
          }),
        )
      }
      refresh={['deductions']}
      onClose={onClose}
      onMade={onMade}
    />
  );
}
