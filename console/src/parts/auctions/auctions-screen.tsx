import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useMe, may, usePower } from '../../api/session';
import { useDesk, useDeskName } from '../../shell/use-desk';
import { useWords } from '../../words/define-words';
import { ZoneLabel } from '../figures';
import { ProposalsTable } from '../proposals/proposals-table';
import { AuctionsTable } from './auctions-table';
import { DRAFT_READERS } from './draft-readers';
import { ANNOUNCEMENT } from './queries';
import { words } from './words';

/** Auctions for everybody; for the offices that prepare them, what is not announced yet. */
export default function AuctionsScreen(): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  const navigate = useNavigate();
  // An office works at its own desk; at the trading desk it reads.
  const isOffice = useDeskName() !== 'trading';
  const readsDrafts = may(useMe(), DRAFT_READERS) && isOffice;
  const mayDraft = usePower('auction.draft') && isOffice;
  const mayApprove = usePower('auction.approve') && isOffice;
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
        <span className="push" />
        {mayDraft && (
          <Button type="primary" onClick={() => void navigate(`${desk}/auctions/new`)}>
            {say('new')}
          </Button>
        )}
      </div>
      <p className="quiet">{say('about')}</p>
      {mayApprove && (
        <section className="sheet stack" aria-labelledby="announcements">
          <h2 id="announcements">{say('announcements')}</h2>
          <ProposalsTable path="inbox" first="waiting" action={ANNOUNCEMENT} />
        </section>
      )}
      {readsDrafts && (
        <section className="sheet stack" aria-labelledby="drafts">
          <h2 id="drafts">{say('drafts')}</h2>
          <AuctionsTable drafts />
        </section>
      )}
      <section className="sheet">
        <AuctionsTable />
      </section>
    </>
  );
}
