import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { grouped } from '../../format/decimal';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ActButton } from '../act-button';
import { AccountChoice } from '../facts/account-choice';
import { LongJob } from '../long-job';
import type { StepProps } from './step-props';
import { words } from './office-words';

/** The door of a step of one auction. */
function useStep(auction: string): {
  readonly paramsOf: (key: string) => {
    path: { venue: string; auction: string };
    header: { 'Idempotency-Key': string };
  };
  readonly refresh: readonly (readonly string[])[];
} {
  const venue = useVenue();
  return {
    paramsOf: (key) => ({ path: { venue, auction }, header: { 'Idempotency-Key': key } }),
    refresh: [['auctions', venue]],
  };
}

export function QualifyStep({ auction, onSaid }: StepProps): ReactNode {
  const say = useWords(words);
  const { paramsOf, refresh } = useStep(auction.auctionId);
  const [accountId, setAccountId] = useState<string>();
  return (
    <div className="stack" data-step="qualify">
      <h3>{say('qualify.title')}</h3>
      <div className="row">
        <AccountChoice label={say('qualify.account')} value={accountId} onChange={setAccountId} />
        {accountId !== undefined && (
          <ActButton
            label={say('qualify.act')}
            title={say('qualify.title')}
            act={say('qualify.confirm')}
            consequence={say('qualify.what')}
            facts={accountId}
            perform={(_, key) =>
              answer(
                api.POST('/api/v1/venues/{venue}/auctions/{auction}/bidders', {
                  params: paramsOf(key),
                  body: { accountId },
                }),
              )
            }
            refresh={refresh}
            onDone={({ bidderNo, seq }) => onSaid(say('qualify.done', { no: bidderNo, seq }))}
          />
        )}
      </div>
    </div>
  );
}

interface Unsealed {
  readonly done: number;
  readonly left: number;
}

/** A hundred bids a time, until none is left; each time is a wish of its own, and pressing again goes on. */
export function UnsealStep({ auction, onSaid }: StepProps): ReactNode {
  const say = useWords(words);
  const { paramsOf, refresh } = useStep(auction.auctionId);
  const [progress, setProgress] = useState<Unsealed>();
  return (
    <div className="stack" data-step="unseal">
      <div>
        <ActButton
          label={say('unseal.act')}
          title={auction.notice.title}
          act={say('unseal.confirm')}
          consequence={say('unseal.what')}
          isPrimary
          perform={async (_, key) => {
            let done = 0;
            for (let turn = 0; ; turn++) {
              const { unsealed, left, seq } = await answer(
                api.POST('/api/v1/venues/{venue}/auctions/{auction}/unsealings', {
                  params: paramsOf(turn === 0 ? key : crypto.randomUUID()),
                }),
              );
              done += unsealed;
              setProgress({ done, left });
              if (left === 0) return { done, seq };
            }
          }}
          refresh={refresh}
          onDone={({ done, seq }) => onSaid(say('unseal.done', { done, seq }))}
        />
      </div>
      {progress !== undefined && (
        <LongJob
          title={say('unseal.job')}
          state={progress.left === 0 ? 'done' : 'running'}
          done={progress.done}
          all={progress.done + progress.left}
          text={say('unseal.progress', { done: progress.done, left: progress.left })}
        />
      )}
    </div>
  );
}

export function ClearStep({ auction, onSaid }: StepProps): ReactNode {
  const say = useWords(words);
  const { paramsOf, refresh } = useStep(auction.auctionId);
  return (
    <div data-step="clear">
      <ActButton
        label={say('clear.act')}
        title={auction.notice.title}
        act={say('clear.confirm')}
        consequence={say('clear.what')}
        isPrimary
        perform={(_, key) =>
          answer(api.POST('/api/v1/venues/{venue}/auctions/{auction}/clearings', { params: paramsOf(key) }))
        }
        refresh={refresh}
        onDone={({ price, seq }) =>
          onSaid(
            price === undefined
              ? say('clear.failed', { seq })
              : say('clear.done', { price: grouped(price), seq }),
          )
        }
      />
    </div>
  );
}

export function SettleStep({ auction, onSaid }: StepProps): ReactNode {
  const say = useWords(words);
  const { paramsOf, refresh } = useStep(auction.auctionId);
  return (
    <div data-step="settle">
      <ActButton
        label={say('settle.act')}
        title={auction.notice.title}
        act={say('settle.confirm')}
        consequence={say('settle.what')}
        isPrimary
        perform={(_, key) =>
          answer(api.POST('/api/v1/venues/{venue}/auctions/{auction}/settlements', { params: paramsOf(key) }))
        }
        refresh={refresh}
        onDone={({ settled, defaulted, left, seq }) =>
          onSaid(say('settle.done', { settled, defaulted, left, seq }))
        }
      />
    </div>
  );
}
