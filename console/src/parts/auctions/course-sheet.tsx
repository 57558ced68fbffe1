import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ShortText } from '../facts/copied-text';
import { Moment } from '../figures';
import { Timetable, type TimetableStep } from '../timetable';
import { type Auction, isCleared, type Phase, resultQuery } from './queries';
import { words } from './words';

type Step = 'announce' | 'bids' | 'opening' | 'clearing' | 'delivery';
const STEPS: readonly Step[] = ['announce', 'bids', 'opening', 'clearing', 'delivery'];
/** Which step is on; half a step is between two of them. */
const PLACE: Readonly<Record<Phase, number>> = {
  DRAFT: 0,
  ANNOUNCED: 0.5,
  OPEN: 1,
  CLOSED: 2,
  OPENED: 3,
  CLEARED: 4,
  SETTLED: 5,
  FAILED: 3,
  CANCELLED: 0.5,
};

/** Where it stands, and what the two openers have promised and revealed. */
export function CourseSheet({ auction }: { auction: Auction }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { state, notice, openers, announcedAt } = auction;
  const result = useQuery({ ...resultQuery(venue, auction.auctionId), enabled: isCleared(auction) }).data;
  const place = state === 'CANCELLED' && announcedAt === null ? 0 : PLACE[state];
  const hasEnded = state === 'FAILED' || state === 'CANCELLED';
  const at: Readonly<Record<Step, string | null>> = {
    announce: announcedAt,
    bids: notice.opensAt,
    opening: notice.closesAt,
    clearing: result?.clearedAt ?? null,
    delivery: result?.payBy ?? null,
  };
  const stateOf = (own: number): TimetableStep['state'] => {
    if (hasEnded && own === Math.ceil(place)) return 'ended';
    return own < place ? 'past' : own === place ? 'now' : 'coming';
  };
  return (
    <section className="sheet stack" aria-labelledby="course">
      <h2 id="course">{say('course')}</h2>
      <Timetable
        label={say('course')}
        steps={STEPS.map((step, own) => ({
          ...{ key: step, label: say(`step.${step}`), at: at[step], state: stateOf(own) },
          ...(step === 'bids' && {
            detail: (
              <>
                {say('until')} <Moment at={notice.closesAt} style="minute" />
              </>
            ),
          }),
        }))}
      />
      <h3>{say('openers')}</h3>
      {(['first', 'second'] as const).map((part) => {
        const opener = openers.find((one) => one.part === part);
        return (
          <div key={part} data-opener={part}>
            <strong>{say(`part.${part}`)}</strong>
            {opener === undefined ? (
              <p className="quiet">{say('opener.missing')}</p>
            ) : (
              <p>
                {say(opener.seed === undefined ? 'opener.promised' : 'opener.revealed')}{' '}
                <ShortText of={opener.publicKey} />
              </p>
            )}
          </div>
        );
      })}
    </section>
  );
}
