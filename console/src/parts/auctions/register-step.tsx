import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { keepText } from '../../api/download';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ActButton } from '../act-button';
import { ShortText } from '../facts/copied-text';
import type { KeyFile } from './key-file';
import type { StepProps } from './step-props';
import { words } from './office-words';
import { canSeal, openerKeys } from './seal';

/** Keys are made here and kept by their owner; the promise can be given once the file was kept. */
export function RegisterStep({
  auction,
  part,
  onSaid,
}: StepProps & { readonly part: 'first' | 'second' }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [keys, setKeys] = useState<KeyFile>();
  const [isKept, setKept] = useState(false);
  const can = useQuery({
    queryKey: ['can-seal'],
    queryFn: canSeal,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const { auctionId } = auction;
  return (
    <div className="stack" data-step="register">
      <h3>{say('register.title')}</h3>
      <p>{say('register.what')}</p>
      {can === false && <p className="note bad">{say('register.cannot')}</p>}
      <div className="row">
        <Button
          type={keys === undefined ? 'primary' : 'default'}
          disabled={can !== true}
          onClick={() => {
            setKept(false);
            void openerKeys().then((made) => setKeys({ auctionId, part, ...made }));
          }}
        >
          {say('register.make')}
        </Button>
        {keys !== undefined && (
          <Button
            type={isKept ? 'default' : 'primary'}
            onClick={() => {
              keepText(JSON.stringify(keys, null, 2), `opener-${part}-${auctionId}.json`);
              setKept(true);
            }}
          >
            {say('register.keep')}
          </Button>
        )}
        {keys !== undefined && isKept && (
          <ActButton
            label={say('register.act')}
            title={say('register.title')}
            act={say('register.confirm')}
            consequence={say('register.consequence', { key: `${keys.publicKey.slice(0, 16)}…` })}
            isPrimary
            facts={keys.publicKey}
            perform={(_, key) =>
              answer(
                api.POST('/api/v1/venues/{venue}/auctions/{auction}/openers', {
                  params: { path: { venue, auction: auctionId }, header: { 'Idempotency-Key': key } },
                  body: { publicKey: keys.publicKey, seedCommitment: keys.seedCommitment },
                }),
              )
            }
            refresh={[
              ['auctions', venue],
              ['auction-drafts', venue],
            ]}
            onDone={({ seq }) => {
              setKeys(undefined);
              onSaid(say('register.done', { seq }));
            }}
          />
        )}
      </div>
      {keys !== undefined && (
        <p>
          <ShortText of={keys.publicKey} /> {isKept && <span role="status">{say('register.kept')}</span>}
        </p>
      )}
    </div>
  );
}
