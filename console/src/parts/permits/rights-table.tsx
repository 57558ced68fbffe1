import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { Amount } from '../figures';
import { useInstrumentFilter, wordFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { words } from './words';

/** One's own rights, and the way to an application for each. */
export function RightsTable(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const navigate = useNavigate();
  const mayApply = usePower('permit.apply');
  const figures = ['quantity', 'listed', 'pledged', 'leased'] as const;
  return (
    <PagedTable<Told<'PermitRight'>>
      name="permit-rights"
      label={say('rights')}
      rowKey={({ rightId }) => rightId}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/permit-rights', {
            params: {
              path: { venue },
              query: {
                limit,
                ...(after !== undefined && { after }),
                ...(filters as { origin?: Told<'PermitRight'>['origin'] }),
              },
            },
            signal,
          }),
        )
      }
      filters={[
        useInstrumentFilter(),
        wordFilter('origin', say('origin'), ['FREE', 'PAID'], (origin) => say(`origin.${origin}`)),
      ]}
      columns={[
        { title: say('symbol'), dataIndex: 'symbol' },
        ...figures.map((figure) => ({
          title: say(figure),
          align: 'right' as const,
          render: (_: unknown, right: Told<'PermitRight'>) => <Amount of={right[figure]} />,
        })),
        { title: say('origin'), render: (_, { origin }) => wordOf(say, words, 'origin', origin) },
        { title: say('term'), render: (_, { startDay, endDay }) => `${startDay} – ${endDay}` },
        ...(mayApply
          ? [
              {
                title: say('do'),
                render: (_: unknown, { rightId }: Told<'PermitRight'>) => (
                  <Button
                    size="small"
                    onClick={() =>
                      void navigate(`${desk}/permits/apply?right=${encodeURIComponent(rightId)}`)
                    }
                  >
                    {say('apply')}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
      empty={<Empty title={say('rights.none')}>{say('rights.next')}</Empty>}
    />
  );
}
