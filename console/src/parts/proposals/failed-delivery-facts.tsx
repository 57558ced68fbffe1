import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { AccountName } from '../facts/names';
import { Amount } from '../figures';
import { words } from './words';

const ALL = 500;
/** Matters that name a trade and are about what somebody owes of it. */
const ABOUT = new Set(['default-delivery', 'cover-delivery']);

/** Whose debt is decided, and how large it is: the proposal itself names the trade alone. */
export function FailedDeliveryFacts({ action, trade }: { action: string; trade: unknown }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const isAbout = ABOUT.has(action);
  const mayRead = usePower('settlement.read');
  const { data } = useQuery({
    queryKey: ['failed-deliveries', venue, 'all'],
    enabled: isAbout && mayRead,
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/failed-deliveries', {
          params: { path: { venue }, query: { state: 'all', limit: ALL } },
          signal,
        }),
      ),
  });
  const failure = data?.items.find(({ tradeId }) => tradeId === trade);
  if (!isAbout || failure === undefined) return null;
  const { accountId, symbol, owes, leg, tradingDay } = failure;
  const rows: [string, ReactNode][] = [
    [say('failed.debtor'), <AccountName key="a" id={accountId} />],
    [say(`failed.${leg}`, { symbol }), <Amount key="o" of={owes} />],
    [say('failed.day'), tradingDay],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
