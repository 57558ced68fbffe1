import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useMe, usePower } from '../../api/session';
import { grouped } from '../../format/decimal';
import { instantText } from '../../format/instant';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { language } from '../../words/language';
import { AccountName, useAccounts } from '../facts/names';
import { Said } from '../said';
import { Asked, Empty } from '../states';
import { useNow } from '../use-now';
import { BidForm } from './bid-form';
import { isGoing, type OwnBid, ownBidsQuery } from './queries';
import { RegisterForm } from './register-form';
import { words } from './words';
import type { PartProps } from './part-props';

/** What an enterprise has done in this bidding and can do next. Offices have no part in it. */
export function OwnPart(props: PartProps): ReactNode {
  const say = useWords(words);
  const isStranger = useMe() === null;
  const mayBid = usePower('one-way.bid');
  if (!isStranger && !mayBid) return null;
  return (
    <section className="sheet stack" aria-labelledby="own-part" data-testid="own-part">
      <h2 id="own-part">{say('part')}</h2>
      {isStranger ? <p className="quiet">{say('part.sign')}</p> : <Part {...props} />}
    </section>
  );
}

function Part({ bidding, instrument }: PartProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const now = useNow();
  const accounts = useAccounts().filter(({ state }) => state === 'ACTIVE');
  const own = useQuery(ownBidsQuery(venue, bidding.biddingId));
  const [said, setSaid] = useState<string>();
  const opens = Date.parse(bidding.registrationOpensAt);
  const closes = Date.parse(bidding.registrationClosesAt);
  return (
    <Asked query={own}>
      {({ items }) => {
        const left = accounts.filter(({ accountId }) => items.every((one) => one.accountId !== accountId));
        const isOpen = isGoing(bidding) && now >= opens && now < closes;
        return (
          <>
            <Said>{said}</Said>
            {items.map((one) => (
              <Registered
                key={one.accountId}
                own={one}
                bidding={bidding}
                instrument={instrument}
                onSaid={setSaid}
              />
            ))}
            {isOpen && left.length > 0 && (
              <RegisterForm bidding={bidding} instrument={instrument} accounts={left} onSaid={setSaid} />
            )}
            {isOpen && accounts.length === 0 && (
              <Empty title={say('part.none')}>{say('part.none.next')}</Empty>
            )}
            {!isOpen && items.length === 0 && (
              <p className="quiet">
                {!isGoing(bidding)
                  ? say('part.over')
                  : now < opens
                    ? say('part.later', { at: instantText(bidding.registrationOpensAt, language()) })
                    : say('part.late')}
              </p>
            )}
          </>
        );
      }}
    </Asked>
  );
}

function Registered({
  own,
  bidding,
  instrument,
  onSaid,
}: PartProps & { own: OwnBid; onSaid: (said: string) => void }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const now = useNow();
  const opens = Date.parse(bidding.biddingOpensAt);
  const isOpen = bidding.state === 'BIDDING' && now < Date.parse(bidding.biddingClosesAt);
  return (
    <div className="stack" data-account={own.accountId}>
      <h3>
        <AccountName id={own.accountId} />
      </h3>
      <p>
        {wordOf(say, words, 'own.state', own.state)}
        {' · '}
        {say(isGoing(bidding) ? 'registered' : 'registered.over', {
          ...{ quantity: grouped(own.quantity), unit: instrument.unitName },
          ...{ deposit: grouped(own.deposit), currency },
        })}
      </p>
      {own.bid !== undefined && (
        <p>
          <strong>
            {say('bid.own', { quantity: grouped(own.bid.quantity), price: grouped(own.bid.price) })}
          </strong>
          {own.state === 'AWARDED' && (
            <>
              {' · '}
              {say('own.awarded')} {grouped(own.awarded ?? '0')}
            </>
          )}
        </p>
      )}
      {isOpen && <BidForm bidding={bidding} instrument={instrument} own={own} onSaid={onSaid} />}
      {isGoing(bidding) && now < opens && (
        <p className="quiet">{say('bid.wait', { at: instantText(bidding.biddingOpensAt, language()) })}</p>
      )}
    </div>
  );
}
