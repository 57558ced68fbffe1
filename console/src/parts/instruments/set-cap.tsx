import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped, isDecimal, typed } from '../../format/decimal';
import { todayOf } from '../../format/instant';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Field } from '../field';
import { ProposeAct } from '../proposals/propose-act';
import { words } from './words';

interface SetCapProps {
  readonly instrument: Told<'InstrumentWithCaps'>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onMade: (made: Told<'ProposalMade'>) => void;
}

/** How much of an instrument a year may have, beside what it has already. */
export function SetCap({ instrument, isOpen, onClose, onMade }: SetCapProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { symbol, unitName, caps } = instrument;
  const [year, setYear] = useState(() => todayOf(new Date()).slice(0, 4));
  const [text, setText] = useState('');
  const quantity = typed(text) ?? '';
  const isReady = /^\d{4}$/.test(year) && isDecimal(quantity);
  const known = caps.find((cap) => String(cap.year) === year);
  return (
    <ProposeAct
      isOpen={isOpen}
      title={say('cap.title', { symbol })}
      act={say('cap.act', { quantity: grouped(quantity) })}
      isReady={isReady}
      consequence={
        <div className="stack">
          <p>
            {isReady
              ? say('cap.what', { symbol, year, quantity: `${grouped(quantity)} ${unitName}` })
              : say('cap.what.blank')}
          </p>
          {known !== undefined && (
            <p className="note">
              {say('cap.before', { limit: grouped(known.limit), issued: grouped(known.issued) })}
            </p>
          )}
          <Field label={say('year')} most={4} isFigure value={year} onChange={setYear} />
          <Field label={say('cap.quantity', { unit: unitName })} isFigure value={text} onChange={setText} />
        </div>
      }
      propose={({ reason }, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/instruments/{symbol}/caps', {
            params: { path: { venue, symbol }, header: { 'Idempotency-Key': key } },
            body: { year: Number.parseInt(year, 10), quantity, reason },
          }),
        )
      }
      refresh={['instruments']}
      onClose={onClose}
      onMade={onMade}
    />
  );
}
