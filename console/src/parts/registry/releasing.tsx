import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped, isDecimal, typed } from '../../format/decimal';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { AccountName } from '../facts/names';
import { Field } from '../field';
import { ProposeAct } from '../proposals/propose-act';
import { words } from './words';

type Freeze = Told<'FreezeOrder'>;

interface Releasing {
  /** Undefined when none is to be released. */
  readonly freeze: Freeze | undefined;
  readonly onClose: () => void;
  readonly onMade: (made: Told<'ProposalMade'>) => void;
}

/** A block of serials is released as a whole; of a frozen quantity all or a part. */
export function ReleaseFreeze({ freeze, onClose, onMade }: Releasing): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [text, setText] = useState('');
  const quantity = typed(text) ?? '';
  const isUnits = freeze?.kind === 'UNITS';
  const symbol = freeze?.symbol ?? '';
  return (
    <ProposeAct
      isOpen={freeze !== undefined}
      title={say('release.title')}
      act={isUnits ? say('release.units.act', { quantity: grouped(quantity) }) : say('release.act')}
      isReady={!isUnits || isDecimal(quantity)}
      consequence={
        isUnits ? (
          <div className="stack">
            <p>
              <AccountName id={freeze.accountId} /> · {symbol}
            </p>
            <p>{say('release.units.what')}</p>
            <Field label={say('quantity')} isFigure value={text} onChange={setText} />
          </div>
        ) : (
          <p>
            {say('release.what', {
              first: freeze?.firstSerial ?? '',
              last: freeze?.lastSerial ?? '',
              symbol,
            })}
          </p>
        )
      }
      propose={({ reason }, key) => {
        const header = { 'Idempotency-Key': key };
        return isUnits
          ? answer(
              api.POST('/api/v1/venues/{venue}/unfreezes', {
                params: { path: { venue }, header },
                body: { accountId: freeze.accountId ?? '', symbol, quantity, reason },
              }),
            )
          : answer(
              api.POST('/api/v1/venues/{venue}/serial-freezes/{freeze}/release', {
                params: { path: { venue, freeze: freeze?.freezeId ?? '' }, header },
                body: { reason },
              }),
            );
      }}
      refresh={['freezes', 'holdings']}
      onClose={onClose}
      onMade={(made) => {
        setText('');
        onMade(made);
      }}
    />
  );
}
