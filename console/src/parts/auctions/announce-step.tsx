import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped } from '../../format/decimal';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ActButton } from '../act-button';
import { WholeText } from '../facts/copied-text';
import { instrumentsQuery } from '../market-queries';
import { ProposeAct } from '../proposals/propose-act';
import { words } from './office-words';
import type { Auction } from './queries';

interface ProposingProps {
  readonly auction: Auction;
  readonly onMade: (made: Told<'ProposalMade'>) => void;
}

/** What is signed is the hash of the notice and of both promises. */
export function AnnounceStep({ auction, onMade }: ProposingProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { auctionId, notice, noticeHash } = auction;
  const unit =
    useQuery(instrumentsQuery(venue)).data?.items.find(({ symbol }) => symbol === notice.symbol)?.unitName ??
    '';
  return (
    <div>
      <ActButton
        label={say('announce.act')}
        title={notice.title}
        act={say('announce.confirm')}
        consequence={
          <div className="stack">
            <p>
              {say('announce.what', {
                ...{ title: notice.title, quantity: grouped(notice.everythingOffered), unit },
              })}
            </p>
            <WholeText of={noticeHash} label="notice" />
          </div>
        }
        isPrimary
        needsSecondPerson
        facts={noticeHash}
        perform={(_, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/auctions/{auction}/announcements', {
              params: { path: { venue, auction: auctionId }, header: { 'Idempotency-Key': key } },
            }),
          )
        }
        refresh={[
          ['auctions', venue],
          ['proposals', venue],
          ['inbox', venue],
        ]}
        onDone={onMade}
      />
    </div>
  );
}

export function CancelStep({ auction, onMade }: ProposingProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button danger onClick={() => setOpen(true)}>
        {say('cancel.act')}
      </Button>
      <ProposeAct
        isOpen={isOpen}
        isDestructive
        title={auction.notice.title}
        act={say('cancel.confirm')}
        consequence={<p>{say('cancel.what')}</p>}
        propose={({ reason }, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/auctions/{auction}/cancellations', {
              params: { path: { venue, auction: auction.auctionId }, header: { 'Idempotency-Key': key } },
              body: { reason },
            }),
          )
        }
        refresh={['auctions']}
        onClose={() => setOpen(false)}
        onMade={(made) => {
          setOpen(false);
          onMade(made);
        }}
      />
    </div>
  );
}
