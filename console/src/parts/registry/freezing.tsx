import { Checkbox } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped, isDecimal, minus, plus, typed } from '../../format/decimal';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { AccountChoice } from '../facts/account-choice';
import { useInstruments } from '../facts/names';
import { Field } from '../field';
import { InstrumentField } from '../instrument-choice';
import { ProposeAct } from '../proposals/propose-act';
import { words } from './words';

interface Freezing {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onMade: (made: Told<'ProposalMade'>) => void;
}

const isSerial = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);

/** A block of serials, whoever holds it. */
export function FreezeSerials({ isOpen, onClose, onMade }: Freezing): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const instruments = useInstruments();
  const [chosen, setChosen] = useState<string>();
  const [block, setBlock] = useState({ first: '', last: '' });
  const [stolen, setStolen] = useState(false);
  const symbol = chosen ?? instruments[0]?.symbol ?? '';
  const isReady = symbol !== '' && isSerial(block.first) && isSerial(block.last);
  return (
    <ProposeAct
      isOpen={isOpen}
      isDestructive
      hasWarrant
      title={say('serials.freeze.title')}
      act={say('serials.freeze.act')}
      isReady={isReady}
      consequence={
        <div className="stack">
          <p>
            {say('serials.freeze.what')}{' '}
            {isReady && (
              <strong>
                {say('serials.count', { count: grouped(plus(minus(block.last, block.first), '1')) })}
              </strong>
            )}
          </p>
          <InstrumentField
            label={say('symbol')}
            instruments={instruments}
            value={symbol}
            onChange={setChosen}
          />
          <div className="row">
            {(['first', 'last'] as const).map((end) => (
              <Field
                key={end}
                label={say(end)}
                isFigure
                value={block[end]}
                onChange={(text) => setBlock({ ...block, [end]: typed(text) ?? text })}
              />
            ))}
          </div>
          <Checkbox checked={stolen} onChange={({ target }) => setStolen(target.checked)}>
            {say('serials.stolen')}
          </Checkbox>
        </div>
      }
      propose={(grounds, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/serial-freezes', {
            params: { path: { venue }, header: { 'Idempotency-Key': key } },
            body: {
              symbol,
              // A serial is a name of at most fifteen digits, and the door wants it as a whole number.
              firstSerial: Number.parseInt(block.first, 10),
              lastSerial: Number.parseInt(block.last, 10),
              stolen,
              ...grounds,
            },
          }),
        )
      }
      refresh={['freezes']}
      onClose={onClose}
      onMade={onMade}
    />
  );
}

/** A quantity in one account, whichever units they are. */
export function FreezeUnits({ isOpen, onClose, onMade }: Freezing): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  const instruments = useInstruments();
  const [chosen, setChosen] = useState<string>();
  const [account, setAccount] = useState<string>();
  const [text, setText] = useState('');
  const symbol = chosen ?? instruments[0]?.symbol ?? '';
  const quantity = typed(text) ?? '';
  return (
    <ProposeAct
      isOpen={isOpen}
      isDestructive
      hasWarrant
      title={say('units.freeze.title')}
      act={say('units.freeze.act', { quantity: grouped(quantity) })}
      isReady={account !== undefined && symbol !== '' && isDecimal(quantity)}
      consequence={
        <div className="stack">
          <p>{say('units.freeze.what')}</p>
          <label htmlFor={`${id}-account`}>{say('account')}</label>
          <AccountChoice id={`${id}-account`} value={account} onChange={setAccount} />
          <InstrumentField
            label={say('symbol')}
            instruments={instruments}
            value={symbol}
            onChange={setChosen}
          />
          <Field label={say('quantity')} isFigure value={text} onChange={setText} />
        </div>
      }
      propose={(grounds, key) =>
        answer(
          api.POST('/api/v1/venues/{venue}/freezes', {
            params: { path: { venue }, header: { 'Idempotency-Key': key } },
            body: { accountId: account ?? '', symbol, quantity, ...grounds },
          }),
        )
      }
      refresh={['freezes']}
      onClose={onClose}
      onMade={onMade}
    />
  );
}
