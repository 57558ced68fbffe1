import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { download } from '../../api/download';
import { asRefusal } from '../../api/refusal';
import { todayOf } from '../../format/instant';
import { Amount } from '../../parts/figures';
import { RefusalNote } from '../../parts/refusal-note';
import { Asked, Empty } from '../../parts/states';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import type { NetLine } from './answers';
import { accountsQuery } from './queries';
import { words } from './words';

const FORMATS = ['pdf', 'csv', 'xlsx'] as const;

/** The statement of some days: on the screen, and as the file that the books want. */
export default function StatementsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  const [period, setPeriod] = useState(() => {
    const today = todayOf(new Date());
    return { from: `${today.slice(0, 8)}01`, to: today };
  });
  const query = useQuery({
    queryKey: ['statement', venue, period.from, period.to],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/statements', { params: { path: { venue }, query: period }, signal }),
      ),
  });
  const fetching = useMutation({
    mutationFn: (format: (typeof FORMATS)[number]) =>
      download(
        `/api/v1/venues/${venue}/statements/file`,
        { ...period, format, language: language() === 'en' ? 'en' : 'zh' },
        { accept: '*/*', name: `statement.${format}` },
      ),
  });
  return (
    <>
      <div className="screen-head">
        <h1>{say('statements.title')}</h1>
      </div>
      <section className="sheet stack">
        <div className="row">
          {(['from', 'to'] as const).map((end) => (
            <label key={end} htmlFor={`${id}-${end}`}>
              {say(`statements.${end}`)}
              <Input
                id={`${id}-${end}`}
                type="date"
                required
                value={period[end]}
                onChange={({ target }) =>
                  target.value !== '' && setPeriod({ ...period, [end]: target.value })
                }
              />
            </label>
          ))}
          <span className="push" />
          {FORMATS.map((format) => (
            <Button
              key={format}
              loading={fetching.isPending && fetching.variables === format}
              disabled={fetching.isPending || query.isError}
              onClick={() => fetching.mutate(format)}
            >
              {say('statements.download', { format: format.toUpperCase() })}
            </Button>
          ))}
        </div>
        {fetching.error !== null && <RefusalNote refusal={asRefusal(fetching.error)} />}
        <Asked query={query}>
          {({ net }) =>
            net.length === 0 ? (
              <Empty title={say('statements.none')}>{say('statements.none.next')}</Empty>
            ) : (
              <Net lines={net} />
            )
          }
        </Asked>
      </section>
    </>
  );
}

function Net({ lines }: { lines: readonly NetLine[] }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const accounts = useQuery(accountsQuery(useVenue())).data?.items ?? [];
  const heads = ['bought', 'sold', 'units', 'cash', 'count'] as const;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('statements.net')}>
      <table className="dense">
        <caption className="quiet">{say('statements.net')}</caption>
        <thead>
          <tr>
            <th>{say('ticket.account')}</th>
            <th>{say('instrument')}</th>
            {heads.map((head) => (
              <th key={head} className="number">
                {say(`statements.${head}`)}
                {head === 'cash' && ` (${currency})`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.accountId} ${line.symbol}`}>
              <td>
                {accounts.find(({ accountId }) => accountId === line.accountId)?.title ?? line.accountId}
              </td>
              <td>{line.symbol}</td>
              <td className="number">
                <Amount of={line.bought} />
              </td>
              <td className="number">
                <Amount of={line.sold} />
              </td>
              <td className="number">
                <Amount of={line.netUnits} />
              </td>
              <td className="number">
                <Amount of={line.netCash} />
              </td>
              <td className="number">{line.trades}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
