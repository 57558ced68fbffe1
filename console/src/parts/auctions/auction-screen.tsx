import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { may, useMe, usePower } from '../../api/session';
import { useDesk, useDeskName } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ZoneLabel } from '../figures';
import { instrumentsQuery } from '../market-queries';
import { Asked } from '../states';
import { AuctionState } from './auction-state';
import { CommitmentsTable } from './commitments-table';
import { CourseSheet } from './course-sheet';
import { DRAFT_READERS } from './draft-readers';
import { NoticeSheet } from './notice-sheet';
import { OfficeSheet } from './office-sheet';
import { OwnSheet } from './own-sheet';
import { auctionQuery, isClosed } from './queries';
import { ResultSheet } from './result-sheet';
import { words } from './words';

/** One auction: its terms, where it stands, what one can do in it now, and its result. */
export default function AuctionScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  // An office works at its own desk; at the trading desk it reads.
  const isOffice = useDeskName() !== 'trading';
  const me = useMe();
  const { auctionId = '' } = useParams();
  const isBidder = usePower('auction.bid');
  const instruments = useQuery(instrumentsQuery(venue)).data?.items;
  return (
    <Asked query={useQuery(auctionQuery(venue, auctionId, may(me, DRAFT_READERS)))}>
      {(auction) => {
        const instrument = instruments?.find(({ symbol }) => symbol === auction.notice.symbol);
        const unit = instrument?.unitName ?? '';
        return (
          <>
            <div className="screen-head">
              <h1>{auction.notice.title}</h1>
              <AuctionState state={auction.state} />
              <ZoneLabel />
              <span className="push" />
              <Link to={`${desk}/auctions`}>{say('back')}</Link>
            </div>
            {isOffice && <OfficeSheet auction={auction} />}
            {isBidder && instrument !== undefined && <OwnSheet auction={auction} instrument={instrument} />}
            <ResultSheet auction={auction} unit={unit} />
            <div className="columns">
              <NoticeSheet auction={auction} unit={unit} />
              <CourseSheet auction={auction} />
            </div>
            {isClosed(auction) && (
              <section className="sheet stack" aria-labelledby="bids">
                <h2 id="bids">{say('bids')}</h2>
                <p className="quiet">{say('bids.about')}</p>
                <CommitmentsTable auctionId={auction.auctionId} />
              </section>
            )}
          </>
        );
      }}
    </Asked>
  );
}
