import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ActButton } from '../act-button';
import { readKeyFile } from './key-file';
import type { StepProps } from './step-props';
import { words } from './office-words';
import type { Auction } from './queries';
import { words as auctions } from './words';

/** The kept file is looked at here; only the halves in it go to the service. */
export function RevealStep({
  auction,
  own,
  onSaid,
}: StepProps & { readonly own: Auction['openers'][number] }): ReactNode {
  const say = useWords(words);
  const sayOf = useWords(auctions);
  const venue = useVenue();
  const id = useId();
  const [half, setHalf] = useState<Awaited<ReturnType<typeof readKeyFile>>>();
  return (
    <div className="stack" data-step="reveal">
      <h3>{say('reveal.title')}</h3>
      <p>{say('reveal.what')}</p>
      <label htmlFor={id}>
        {say('reveal.file')}{' '}
        <input
          id={id}
          type="file"
          accept="application/json,.json"
          onChange={({ target }) => {
            const file = target.files?.[0];
            setHalf(undefined);
            if (file !== undefined)
              void file.text().then(async (text) => setHalf(await readKeyFile(text, own)));
          }}
        />
      </label>
      {typeof half === 'string' && (
        <p className="note bad" role="alert">
          {say(`reveal.${half}`)}
        </p>
      )}
      {typeof half === 'object' && (
        <>
          <p className="note good" role="status">
            {say('reveal.right')}
          </p>
          <div>
            <ActButton
              label={say('reveal.act')}
              title={say('reveal.title')}
              act={say('reveal.confirm')}
              consequence={say('reveal.consequence')}
              isDestructive
              facts={own.publicKey}
              perform={(_, key) =>
                answer(
                  api.POST('/api/v1/venues/{venue}/auctions/{auction}/openings', {
                    params: {
                      path: { venue, auction: auction.auctionId },
                      header: { 'Idempotency-Key': key },
                    },
                    body: half,
                  }),
                )
              }
              refresh={[['auctions', venue]]}
              onDone={({ seq, waitsFor }) =>
                onSaid(
                  waitsFor.length === 0
                    ? say('reveal.all', { seq })
                    : say('reveal.done', {
                        seq,
                        left: waitsFor.map((part) => sayOf(`part.${part}`)).join(', '),
                      }),
                )
              }
            />
          </div>
        </>
      )}
    </div>
  );
}
