import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { compare, grouped, hasPlaces, typed } from '../../format/decimal';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ActButton } from '../act-button';
import { Field } from '../field';
import { Said } from '../said';
import { coveredBy } from './bid-draft';
import { words } from './own-words';
import type { Auction, OwnGuarantee } from './queries';

export interface GuaranteeFormProps {
  readonly auction: Auction;
  readonly account: Told<'Account'>;
  readonly guarantee: OwnGuarantee | undefined;
}

/** Cash that is held behind the bids: placed before the first one, more or less later. */
export function GuaranteeForm({ auction, account, guarantee }: GuaranteeFormProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const [text, setText] = useState('');
  const [said, setSaid] = useState<string>();
  const { auctionId, notice, state } = auction;
  const amount = typed(text);
  const isAmount = amount !== undefined && compare(amount, '0') >= 0 && hasPlaces(amount, 2);
  const isOpen = state === 'ANNOUNCED' || state === 'OPEN';
  const covered = coveredBy(notice, guarantee?.amount ?? '0');
  const facts = { account: account.title, amount: grouped(amount ?? ''), currency };
  return (
    <div className="stack" data-testid="guarantee">
      <h3>{say('guarantee')}</h3>
      <p>
        {guarantee === undefined
          ? say('guarantee.none')
          : say('guarantee.is', {
              ...{ no: guarantee.bidderNo, group: guarantee.group, currency },
              ...{ amount: grouped(guarantee.amount), held: grouped(guarantee.held) },
            })}
      </p>
      {guarantee !== undefined && covered !== undefined && (
        <p className="quiet">{say('guarantee.covers', { value: grouped(covered), currency })}</p>
      )}
      {notice.qualification && guarantee?.isQualified !== true && (
        <p className="note warn">{say('guarantee.unqualified')}</p>
      )}
      <Said>{said}</Said>
      {isOpen && (
        <>
          <Field label={say('guarantee.amount')} unit={currency} isFigure value={text} onChange={setText} />
          {isAmount && (
            <div>
              <ActButton
                label={say('guarantee.act')}
                title={say('guarantee')}
                act={say('guarantee.confirm', facts)}
                consequence={say('guarantee.what', facts)}
                isPrimary={guarantee === undefined}
                facts={[account.accountId, amount]}
                perform={(_, key) =>
                  answer(
                    api.PUT('/api/v1/venues/{venue}/auctions/{auction}/guarantee', {
                      params: { path: { venue, auction: auctionId }, header: { 'Idempotency-Key': key } },
                      body: { accountId: account.accountId, amount },
                    }),
                  )
                }
                refresh={[
                  ['auction-guarantees', venue],
                  ['holdings', venue],
                ]}
                onDone={({ amount: placed, group, seq }) => {
                  setText('');
                  setSaid(say('guarantee.done', { amount: grouped(placed), currency, group, seq }));
                }}
              />
            </div>
          )}
        </>
      )}
    </div>
  );
}
