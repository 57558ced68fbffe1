import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { usePower } from '../../api/session';
import { useDesk, useDeskName } from '../../shell/use-desk';
import { useWords } from '../../words/define-words';
import { ZoneLabel } from '../figures';
import { ProposalsTable } from '../proposals/proposals-table';
import { BiddingsTable } from './biddings-table';
import { BidsTable } from './bids-table';
import { APPLICATION } from './queries';
import { words } from './words';

/** Notices for everybody; below them what is one's own, or what waits for the exchange. */
export default function BiddingsScreen(): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  const navigate = useNavigate();
  const mayApply = usePower('one-way.apply');
  const mayBid = usePower('one-way.bid');
  // An office works at its own desk; at the trading desk it reads.
  const isOffice = useDeskName() !== 'trading';
  const mayApprove = usePower('one-way.approve') && isOffice;
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <p className="quiet">{say('about')}</p>
      {mayApprove && <Applications first="waiting" />}
      <section className="sheet">
        <BiddingsTable
          actions={
            mayApply && (
              <Button type="primary" onClick={() => void navigate(`${desk}/biddings/apply`)}>
                {say('apply')}
              </Button>
            )
          }
        />
      </section>
      {mayBid && (
        <section className="sheet stack" aria-labelledby="own-bids">
          <h2 id="own-bids">{say('own.title')}</h2>
          <BidsTable />
        </section>
      )}
      {mayApply && <Applications first="all" />}
    </>
  );
}

function Applications({ first }: { first: 'waiting' | 'all' }): ReactNode {
  const say = useWords(words);
  return (
    <section className="sheet stack" aria-labelledby="applications">
      <h2 id="applications">{say('applications')}</h2>
      <p className="quiet">{say('applications.about')}</p>
      <ProposalsTable path="biddings/applications" first={first} action={APPLICATION} />
    </section>
  );
}
