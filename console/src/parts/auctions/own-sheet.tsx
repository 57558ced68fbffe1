import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { instantText } from '../../format/instant';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import { useAccounts } from '../facts/names';
import { Asked, Empty } from '../states';
import { BidForm } from './bid-form';
import { GuaranteeForm } from './guarantee-form';
import { OwnBidsTable } from './own-bids-table';
import { words } from './own-words';
import { guaranteesQuery, type OwnBid } from './queries';
import type { OwnProps } from './own-props';

/** What a bidder has in this auction and can do next: first the money, then the bids. */
export function OwnSheet({ auction, instrument }: OwnProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const accounts = useAccounts().filter(({ state }) => state === 'ACTIVE');
  const query = useQuery({
    ...guaranteesQuery(venue, auction.auctionId),
    enabled: auction.announcedAt !== null,
  });
  const [chosen, setChosen] = useState<string>();
  const [replaced, setReplaced] = useState<OwnBid>();
  if (auction.announcedAt === null) return null;
  const account = accounts.find(({ accountId }) => accountId === chosen) ?? accounts[0];
  const { state, notice } = auction;
  const isEarly = state === 'ANNOUNCED';
  return (
    <section className="sheet stack" aria-labelledby="own-part" data-testid="own-part">
      <h2 id="own-part">{say('title')}</h2>
      {isEarly && <p className="quiet">{say('before', { at: instantText(notice.opensAt, language()) })}</p>}
      {!isEarly && state !== 'OPEN' && <p className="quiet">{say('over')}</p>}
      {account === undefined ? (
        <Empty title={say('none')}>{say('none.next')}</Empty>
      ) : (
        <Asked query={query}>
          {({ items }) => {
            const guarantee = items.find(({ accountId }) => accountId === account.accountId);
            return (
              <>
                {accounts.length > 1 && (
                  <Select
                    aria-label={say('account')}
                    value={account.accountId}
                    onChange={(next) => {
                      setChosen(next);
                      setReplaced(undefined);
                    }}
                    options={accounts.map(({ accountId, title }) => ({ value: accountId, label: title }))}
                  />
                )}
                <div className="columns">
                  <GuaranteeForm
                    key={account.accountId}
                    auction={auction}
                    account={account}
                    guarantee={guarantee}
                  />
                  {state === 'OPEN' && guarantee !== undefined && (
                    <BidForm
                      key={`${account.accountId} ${replaced?.bidId ?? ''}`}
                      auction={auction}
                      instrument={instrument}
                      account={account}
                      guarantee={guarantee}
                      guarantees={items}
                      replaced={replaced}
                      onReplaced={() => setReplaced(undefined)}
                    />
                  )}
                </div>
              </>
            );
          }}
        </Asked>
      )}
      <h3>{say('list')}</h3>
      <OwnBidsTable auction={auction} onReplace={setReplaced} />
    </section>
  );
}
