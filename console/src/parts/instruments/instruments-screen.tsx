import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Amount } from '../figures';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { words } from './words';

type Instrument = Told<'Instrument'>;
const KINDS = ['carbon', 'permit'] as const;

/** What is allocated and traded here; new ones are proposals. */
export default function InstrumentsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const go = useNavigate();
  const currency = useCurrency();
  const mayPropose = usePower('instrument.propose');
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <span className="push" />
        <Link to={`${desk}/deductions`}>{say('deductions')}</Link>
      </div>
      <PagedTable<Instrument>
        name="instruments"
        label={say('title')}
        rowKey={({ instrumentId }) => instrumentId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/instruments', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { kind?: Instrument['kind'] }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'kind',
            label: say('kind'),
            options: KINDS.map((value) => ({ value, label: say(`kind.${value}`) })),
          },
        ]}
        columns={[
          {
            title: say('symbol'),
            render: (_, { symbol }) => <Link to={`${desk}/instruments/${symbol}`}>{symbol}</Link>,
          },
          { title: say('kind'), render: (_, { kind }) => say(`kind.${kind}`) },
          { title: say('pollutant'), dataIndex: 'pollutant' },
          { title: say('zone'), dataIndex: 'zone' },
          { title: say('vintage'), render: (_, { vintage }) => vintage || say('vintage.none') },
          { title: say('unitName'), dataIndex: 'unitName' },
          {
            title: `${say('referencePrice')} (${currency})`,
            align: 'right',
            render: (_, { referencePrice }) => <Amount of={referencePrice} />,
          },
          { title: say('rulePack'), dataIndex: 'rulePack' },
          { title: say('state'), render: (_, { state }) => say(`state.${state}`) },
        ]}
        actions={
          mayPropose && (
            <Button type="primary" onClick={() => void go(`${desk}/instruments/new`)}>
              {say('new')}
            </Button>
          )
        }
        empty={
          <Empty title={say('none')}>
            <p>{say(mayPropose ? 'none.next' : 'none.read')}</p>
          </Empty>
        }
      />
    </>
  );
}
