import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { download } from '../../api/download';
import { asRefusal, type Refusal } from '../../api/refusal';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { Amount, Moment } from '../figures';
import { RefusalNote } from '../refusal-note';
import { Asked } from '../states';
import { type Auction, guaranteesQuery, isCleared, resultQuery } from './queries';
import { words } from './words';

/** The price, the awards, and the file with which anybody finds the same. */
export function ResultSheet({ auction, unit }: { auction: Auction; unit: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { state, reason = '', auctionId } = auction;
  const query = useQuery({ ...resultQuery(venue, auctionId), enabled: isCleared(auction) });
  if (state === 'DRAFT') return null;
  return (
    <section className="sheet stack" aria-labelledby="result" data-testid="result">
      <h2 id="result">{say('result')}</h2>
      {state === 'FAILED' && (
        <p className="note bad">{say('result.failed', { reason: wordOf(say, words, 'failed', reason) })}</p>
      )}
      {state === 'CANCELLED' && <p className="note bad">{say('result.cancelled', { reason })}</p>}
      {isCleared(auction) ? (
        <Asked query={query}>
          {(result) => <Cleared result={result} auctionId={auctionId} unit={unit} />}
        </Asked>
      ) : (
        state !== 'FAILED' && state !== 'CANCELLED' && <p className="quiet">{say('result.none')}</p>
      )}
    </section>
  );
}

interface ClearedProps {
  readonly result: Told<'AuctionResult'>;
  readonly auctionId: string;
  readonly unit: string;
}

function Cleared({ result, auctionId, unit }: ClearedProps): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const { statistics } = result;
  return (
    <>
      <dl className="facts-row">
        {(
          [
            ['price', result.price, `${currency}/${unit}`],
            ['sold', result.sold, unit],
            ['offered', result.offered, unit],
            ['left', result.unsold, unit],
            ['revenue', result.revenue, currency],
          ] as const
        ).map(([name, value, counted]) => (
          <div key={name} data-figure={name}>
            <dt>{say(name)}</dt>
            <dd>
              <Amount of={value} unit={counted} />
            </dd>
          </div>
        ))}
        <div>
          <dt>{say('cleared')}</dt>
          <dd>
            <Moment at={result.clearedAt} style="minute" />
          </dd>
        </div>
        <div>
          <dt>{say('pay.by')}</dt>
          <dd>
            <Moment at={result.payBy} style="minute" />
          </dd>
        </div>
      </dl>
      <Awards result={result} auctionId={auctionId} unit={unit} />
      <p className="quiet">
        {say('statistics')}:{' '}
        {say('statistics.bids', {
          ...{ bids: statistics.bids, won: statistics.bidsWon, rejected: statistics.bidsRejected },
          ...{ bidders: statistics.bidders, cover: statistics.cover },
        })}
      </p>
      <Again auctionId={auctionId} />
    </>
  );
}

function Awards({ result, auctionId, unit }: ClearedProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const currency = useCurrency();
  const own = useQuery({ ...guaranteesQuery(venue, auctionId), enabled: usePower('auction.bid') }).data
    ?.items;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('result')}>
      <table className="dense">
        <thead>
          <tr>
            <th>{say('group')}</th>
            <th className="number">{`${say('quantity')} (${unit})`}</th>
            <th className="number">{`${say('award.payment')} (${currency})`}</th>
            <th>{say('award.state')}</th>
          </tr>
        </thead>
        <tbody>
          {result.awards.map(({ group, quantity, payment, state }) => (
            <tr key={group} data-group={group}>
              <td>
                {group}
                {own?.some((one) => one.group === group) === true && <strong> · {say('own.group')}</strong>}
              </td>
              <td className="number">
                <Amount of={quantity} />
              </td>
              <td className="number">
                <Amount of={payment} />
              </td>
              <td>{wordOf(say, words, 'award', state)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Again({ auctionId }: { auctionId: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [refusal, setRefusal] = useState<Refusal>();
  return (
    <div className="note stack">
      <strong>{say('again')}</strong>
      <p>{say('again.how')}</p>
      <div>
        <Button
          onClick={() => {
            setRefusal(undefined);
            download(
              `/api/v1/venues/${venue}/auctions/${auctionId}/file`,
              {},
              { accept: 'application/json', name: `${auctionId}.json` },
            ).catch((error: unknown) => setRefusal(asRefusal(error)));
          }}
        >
          {say('again.download')}
        </Button>
      </div>
      <RefusalNote refusal={refusal} />
    </div>
  );
}
