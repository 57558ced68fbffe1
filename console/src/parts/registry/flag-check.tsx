import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { useInstruments } from '../facts/names';
import { Moment } from '../figures';
import { Asked } from '../states';
import { words } from './words';

interface Block {
  readonly symbol: string;
  readonly first: string;
  readonly last: string;
}
const isSerial = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);

/** What a buyer may ask of a block of serials, and whoever supervises one, too. */
export function FlagCheck(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  const instruments = useInstruments();
  const [chosen, setChosen] = useState<string>();
  const [block, setBlock] = useState({ first: '', last: '' });
  const [asked, setAsked] = useState<Block>();
  const symbol = chosen ?? instruments[0]?.symbol ?? '';
  const query = useQuery({
    enabled: asked !== undefined,
    queryKey: ['flags', venue, asked],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments/{symbol}/flags', {
          params: {
            path: { venue, symbol: asked?.symbol ?? '' },
            query: {
              firstSerial: Number.parseInt(asked?.first ?? '', 10),
              lastSerial: Number.parseInt(asked?.last ?? '', 10),
            },
          },
          signal,
        }),
      ),
  });
  return (
    <section className="sheet stack">
      <h2>{say('flags.title')}</h2>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSerial(block.first) && isSerial(block.last)) setAsked({ symbol, ...block });
        }}
      >
        <Select
          aria-label={say('symbol')}
          value={symbol}
          onChange={setChosen}
          popupMatchSelectWidth={false}
          options={instruments.map((one) => ({ value: one.symbol, label: one.symbol }))}
        />
        {(['first', 'last'] as const).map((end) => (
          <Input
            key={end}
            id={`${id}-${end}`}
            aria-label={say(end)}
            placeholder={say(end)}
            inputMode="numeric"
            style={{ width: 150 }}
            value={block[end]}
            onChange={({ target }) => setBlock({ ...block, [end]: target.value.trim() })}
          />
        ))}
        <Button htmlType="submit" disabled={!isSerial(block.first) || !isSerial(block.last)}>
          {say('flags.ask')}
        </Button>
      </form>
      {asked !== undefined && (
        <Asked query={query}>
          {({ flagged, blocks }) => (
            <div className={`note ${flagged ? 'bad' : 'good'}`} role="status" data-testid="flags">
              {say(flagged ? 'flags.some' : 'flags.none')}
              <ul>
                {blocks.map((one) => (
                  <li key={`${one.firstSerial} ${one.since}`}>
                    {one.firstSerial}–{one.lastSerial}: <strong>{say(`flag.${one.flag}`)}</strong>{' '}
                    {one.authority} {one.documentNo} · {say('since')} <Moment at={one.since} style="minute" />
                    {one.until !== null && (
                      <>
                        {' '}
                        · {say('until')} <Moment at={one.until} style="minute" />
                      </>
                    )}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </Asked>
      )}
    </section>
  );
}
