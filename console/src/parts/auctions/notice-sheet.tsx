import { Fragment, type ReactNode } from 'react';
import { grouped, times } from '../../format/decimal';
import { useCurrency } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { WholeText } from '../facts/copied-text';
import { AccountName } from '../facts/names';
import { Amount } from '../figures';
import type { Auction } from './queries';
import { words } from './words';

/** What the auction promises to everybody before its window opens. */
export function NoticeSheet({ auction, unit }: { auction: Auction; unit: string }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const { notice, noticeHash } = auction;
  const perUnit = unit === '' ? currency : `${currency}/${unit}`;
  const percent = times(String(notice.depositBps), '0.01');
  const facts: readonly (readonly [string, ReactNode])[] = [
    [say('symbol'), notice.symbol],
    [say('supply'), <Amount of={notice.supply} unit={unit} />],
    ...(notice.firstSupply === notice.supply
      ? []
      : [[say('first'), <Amount of={notice.firstSupply} unit={unit} />] as const]),
    [say('reserve'), <Amount of={notice.reservePrice} unit={perUnit} />],
    [say('lot'), <Amount of={notice.lot} unit={unit} />],
    [say('tick'), <Amount of={notice.tick} unit={currency} />],
    ...notice.tiers.map(
      ({ price, quantity }) =>
        [say('tier', { price: grouped(price) }), <Amount key={price} of={quantity} unit={unit} />] as const,
    ),
    ...(notice.tiers.length === 0
      ? []
      : [[say('everything'), <Amount of={notice.everythingOffered} unit={unit} />] as const]),
    ...(notice.withholding === undefined
      ? []
      : [
          [
            say('withholding', { price: grouped(notice.withholding.price) }),
            <Amount of={notice.withholding.quantity} unit={unit} />,
          ] as const,
        ]),
    ...(notice.nonCompetitivePrice === undefined
      ? []
      : [[say('nonCompetitive'), <Amount of={notice.nonCompetitivePrice} unit={perUnit} />] as const]),
    [
      say('deposit'),
      notice.depositBps === 0 ? say('deposit.none') : say('deposit.of', { percent: grouped(percent) }),
    ],
    [
      say('limit'),
      notice.purchaseLimit === null ? say('limit.none') : <Amount of={notice.purchaseLimit} unit={unit} />,
    ],
    [say('max.bids'), String(notice.maxBids)],
    [say('qualification'), say(notice.qualification ? 'qualification.yes' : 'qualification.no')],
    [say('tie'), say(`tie.${notice.tie}`)],
    [say('shortage'), say(`shortage.${notice.shortage}`)],
    [
      say('unsold'),
      say(`unsold.${notice.unsold.kind}`, {
        auctions: 'auctions' in notice.unsold ? notice.unsold.auctions : '',
        percent: 'capPercent' in notice.unsold ? notice.unsold.capPercent : '',
      }),
    ],
    [say('payment'), say('payment.days', { days: notice.paymentDays })],
  ];
  return (
    <section className="sheet stack" aria-labelledby="notice">
      <h2 id="notice">{say('notice')}</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <p>
        <span className="quiet">{say('seller')}</span> <AccountName id={notice.sellerAccountId} />
      </p>
      <p className="quiet">
        {say('hash')} <WholeText of={noticeHash} label="notice" />
      </p>
    </section>
  );
}
