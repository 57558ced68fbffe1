import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { usePower } from '../../api/session';
import { grouped, percent } from '../../format/decimal';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { Amount, Moment, ZoneLabel } from '../figures';
import { instrumentsQuery } from '../market-queries';
import { Asked } from '../states';
import { Timetable, type TimetableStep } from '../timetable';
import { useNow } from '../use-now';
import { BiddingState } from './bidding-state';
import { BidsTable } from './bids-table';
import { OwnPart } from './own-part';
import { biddingQuery, type BiddingWithAwards, isGoing } from './queries';
import { words } from './words';

/** One bidding: its notice, where it stands, one's own part in it, and its result. */
export default function BiddingScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { biddingId = '' } = useParams();
  const instruments = useQuery(instrumentsQuery(venue)).data?.items;
  const mayReadAll = usePower('one-way.approve');
  return (
    <Asked query={useQuery(biddingQuery(venue, biddingId))}>
      {(bidding) => {
        const instrument = instruments?.find(({ symbol }) => symbol === bidding.symbol);
        const unit = instrument?.unitName ?? '';
        return (
          <>
            <div className="screen-head">
              <h1>
                {say(`head.${bidding.side}`, {
                  ...{ symbol: bidding.symbol, quantity: grouped(bidding.quantity), unit },
                })}
              </h1>
              <BiddingState state={bidding.state} />
              <ZoneLabel />
              <span className="push" />
              <Link to={`${desk}/biddings`}>{say('back')}</Link>
            </div>
            <div className="columns">
              <div className="stack">
                {instrument !== undefined && <OwnPart bidding={bidding} instrument={instrument} />}
                <Notice bidding={bidding} unit={unit} />
              </div>
              <Course bidding={bidding} />
            </div>
            <Result bidding={bidding} unit={unit} />
            {mayReadAll && (
              <section className="sheet stack" aria-labelledby="all-bids">
                <h2 id="all-bids">{say('own.office')}</h2>
                <BidsTable biddingId={bidding.biddingId} />
              </section>
            )}
          </>
        );
      }}
    </Asked>
  );
}

function Notice({ bidding, unit }: { bidding: BiddingWithAwards; unit: string }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const perUnit = unit === '' ? currency : `${currency}/${unit}`;
  return (
    <section className="sheet stack" aria-labelledby="notice">
      <h2 id="notice">{say('notice')}</h2>
      <dl className="facts">
        <dt>{say('kind')}</dt>
        <dd>{say(`kind.${bidding.side}`)}</dd>
        <dt>{say('quantity')}</dt>
        <dd>
          <Amount of={bidding.quantity} unit={unit} />
        </dd>
        <dt>{say('floor')}</dt>
        <dd>
          <Amount of={bidding.floorPrice} unit={bidding.floorPrice === null ? undefined : perUnit} />
        </dd>
        <dt>{say('ceiling')}</dt>
        <dd>
          <Amount of={bidding.ceilingPrice} unit={bidding.ceilingPrice === null ? undefined : perUnit} />
        </dd>
        <dt>{say('deposit')}</dt>
        <dd className="number-left">{bidding.depositPercent}%</dd>
        <dt>{say('rule')}</dt>
        <dd>{say(`rule.${bidding.rule}`)}</dd>
      </dl>
      <p className="quiet">{say('reserve')}</p>
    </section>
  );
}

/** What is over, what is on and what comes, as the service says where it stands. */
function Course({ bidding }: { bidding: BiddingWithAwards }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const { state } = bidding;
  const order = ['NOTICED', 'OPEN_FOR_DEPOSIT', 'BIDDING', 'CLOSED', 'AWARDED'].indexOf(
    state === 'FAILED' ? 'AWARDED' : state,
  );
  const now = useNow();
  // It may go on while bids are taken.
  const isRegistering =
    isGoing(bidding) &&
    now >= Date.parse(bidding.registrationOpensAt) &&
    now < Date.parse(bidding.registrationClosesAt);
  const place = (own: number): TimetableStep['state'] =>
    own < order ? 'past' : own === order ? 'now' : 'coming';
  const span = (to: string): ReactNode => (
    <>
      {say('until')} <Moment at={to} style="minute" />
    </>
  );
  return (
    <section className="sheet stack" aria-labelledby="timetable">
      <h2 id="timetable">{say('timetable')}</h2>
      <Timetable
        label={say('timetable')}
        steps={[
          { key: 'noticed', label: say('step.noticed'), at: bidding.noticedAt, state: 'past' },
          {
            ...{ key: 'registration', label: say('step.registration'), at: bidding.registrationOpensAt },
            ...{ detail: span(bidding.registrationClosesAt), state: isRegistering ? 'now' : place(1) },
          },
          {
            ...{ key: 'bidding', label: say('step.bidding'), at: bidding.biddingOpensAt },
            ...{ detail: span(bidding.biddingClosesAt), state: place(2) },
          },
          {
            ...{ key: 'close', label: say('step.close'), at: bidding.biddingClosesAt },
            detail: say('close.self'),
            state: state === 'FAILED' ? 'ended' : state === 'AWARDED' ? 'past' : place(3),
          },
        ]}
      />
      <h3>{say('progress')}</h3>
      <dl className="facts" data-testid="progress">
        <dt>{say('bidders')}</dt>
        <dd>{bidding.bidders}</dd>
        <dt>{say('best')}</dt>
        <dd>
          <Amount of={bidding.bestPrice} unit={bidding.bestPrice === null ? undefined : currency} />
        </dd>
      </dl>
    </section>
  );
}

function Result({ bidding, unit }: { bidding: BiddingWithAwards; unit: string }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const { state, reason = '', awards, awarded, quantity } = bidding;
  return (
    <section className="sheet stack" aria-labelledby="result" data-testid="result">
      <h2 id="result">{say('result')}</h2>
      {state === 'FAILED' && (
        <p className="note bad">
          {wordOf(say, words, 'failed', reason)} {say('failed.refund')}
        </p>
      )}
      {state !== 'FAILED' && awards.length === 0 && <p className="quiet">{say('result.none')}</p>}
      {awards.length > 0 && (
        <>
          <p>
            {say('result.total', { quantity: grouped(awarded), unit })} ({percent(awarded, quantity)}%)
          </p>
          <div className="scroll" tabIndex={0} role="region" aria-label={say('result')}>
            <table className="dense narrow">
              <thead>
                <tr>
                  <th className="number">{`${say('result.price')} (${currency})`}</th>
                  <th className="number">{`${say('quantity')} (${unit})`}</th>
                </tr>
              </thead>
              <tbody>
                {awards.map((award, place) => (
                  // Two awards may be alike in all that is told of them.
                  <tr key={place}>
                    <td className="number">
                      <Amount of={award.price} />
                    </td>
                    <td className="number">
                      <Amount of={award.quantity} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
