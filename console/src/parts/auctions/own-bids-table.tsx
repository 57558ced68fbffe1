import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ActButton } from '../act-button';
import { AccountName } from '../facts/names';
import { ShortText } from '../facts/copied-text';
import { Amount, Moment } from '../figures';
import { useAccountFilter, wordFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { Said } from '../said';
import { Empty } from '../states';
import { words } from './own-words';
import { type Auction, BID_STATES, LOOK_AGAIN_MS, type OwnBid } from './queries';
import { words as auctions } from './words';

/** One's own bids: sealed, until both openers have opened them. */
export function OwnBidsTable({
  auction,
  onReplace,
}: {
  auction: Auction;
  onReplace: (bid: OwnBid) => void;
}): ReactNode {
  const say = useWords(words);
  const sayOf = useWords(auctions);
  const venue = useVenue();
  const currency = useCurrency();
  const [said, setSaid] = useState<string>();
  const accounts = useAccountFilter();
  const { auctionId, state } = auction;
  return (
    <>
      <Said>{said}</Said>
      <PagedTable<OwnBid>
        name={`bids-${auctionId}`}
        label={say('list')}
        rowKey={({ bidId }) => bidId}
        refetchInterval={LOOK_AGAIN_MS}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/auctions/{auction}/bids', {
              params: {
                path: { venue, auction: auctionId },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: OwnBid['state'] }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          wordFilter('state', sayOf('bid.state'), BID_STATES, (one) => sayOf(`bid.${one}`)),
          ...(accounts.options!.length > 1 ? [accounts] : []),
        ]}
        columns={[
          { title: say('at'), render: (_, { placedAt }) => <Moment at={placedAt} /> },
          { title: sayOf('bid'), render: (_, { bidId }) => <ShortText of={bidId} /> },
          { title: say('account'), render: (_, { accountId }) => <AccountName id={accountId} /> },
          { title: sayOf('bid.state'), render: (_, bid) => wordOf(sayOf, auctions, 'bid', bid.state) },
          {
            title: `${say('price')} (${currency})`,
            align: 'right',
            render: (_, { price, quantity }) => {
              if (quantity === undefined) return <span className="quiet">{say('sealed')}</span>;
              return price === null ? sayOf('any.price') : <Amount of={price} />;
            },
          },
          {
            title: say('quantity'),
            align: 'right',
            render: (_, { quantity }) => <Amount of={quantity} />,
          },
          { title: sayOf('awarded'), align: 'right', render: (_, { awarded }) => <Amount of={awarded} /> },
          {
            title: sayOf('fault'),
            render: (_, { fault }) => (fault === undefined ? '—' : wordOf(sayOf, auctions, 'fault', fault)),
          },
          {
            title: say('act'),
            render: (_, bid) =>
              state === 'OPEN' &&
              bid.state === 'STANDING' && (
                <div className="row tight">
                  <Button size="small" onClick={() => onReplace(bid)}>
                    {say('change')}
                  </Button>
                  <ActButton
                    size="small"
                    label={say('withdraw')}
                    title={say('withdraw.act')}
                    act={say('withdraw.act')}
                    consequence={say('withdraw.what')}
                    isDestructive
                    facts={bid.bidId}
                    perform={(_why, key) =>
                      answer(
                        api.DELETE('/api/v1/venues/{venue}/auctions/{auction}/bids/{bid}', {
                          params: {
                            path: { venue, auction: auctionId, bid: bid.bidId },
                            header: { 'Idempotency-Key': key },
                          },
                        }),
                      )
                    }
                    refresh={[[`bids-${auctionId}`, venue]]}
                    onDone={({ seq }) => setSaid(say('withdraw.done', { seq }))}
                  />
                </div>
              ),
          },
        ]}
        empty={<Empty title={say('list.none')}>{say('list.next')}</Empty>}
      />
    </>
  );
}
