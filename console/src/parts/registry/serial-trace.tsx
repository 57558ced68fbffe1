import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { AccountName, useInstruments } from '../facts/names';
import { Asked, Empty } from '../states';
import { words } from './words';

/** The path of one serial from birth to its present holder. */
export function SerialTrace(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const instruments = useInstruments();
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<{ readonly symbol: string; readonly serial: string }>();
  const symbol = chosen ?? instruments[0]?.symbol ?? '';
  const isSerial = /^[1-9]\d{0,14}$/.test(text);
  const query = useQuery({
    enabled: asked !== undefined,
    queryKey: ['serial-path', venue, asked],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments/{symbol}/serials/{serial}', {
          params: {
            path: { venue, symbol: asked?.symbol ?? '', serial: Number.parseInt(asked?.serial ?? '', 10) },
          },
          signal,
        }),
      ),
  });
  return (
    <section className="sheet stack">
      <h2>{say('trace.title')}</h2>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSerial) setAsked({ symbol, serial: text });
        }}
      >
        <Select
          aria-label={say('symbol')}
          value={symbol}
          onChange={setChosen}
          popupMatchSelectWidth={false}
          options={instruments.map((one) => ({ value: one.symbol, label: one.symbol }))}
        />
        <Input
          aria-label={say('trace.serial')}
          placeholder={say('trace.serial')}
          inputMode="numeric"
          style={{ width: 150 }}
          value={text}
          onChange={({ target }) => setText(target.value.trim())}
        />
        <Button htmlType="submit" disabled={!isSerial}>
          {say('flags.ask')}
        </Button>
      </form>
      {asked !== undefined && (
        <Asked query={query}>
          {({ path }) =>
            path.length === 0 ? (
              <Empty title={say('trace.none')} />
            ) : (
              <table className="dense">
                <thead>
                  <tr>
                    <th>{say('trace.from')}</th>
                    <th>{say('trace.to')}</th>
                    <th>{say('trace.cause')}</th>
                  </tr>
                </thead>
                <tbody>
                  {path.map(({ move, from, to, cause, causeNo }) => (
                    <tr key={move}>
                      <td>
                        <Holder of={from} />
                      </td>
                      <td>
                        <Holder of={to} />
                      </td>
                      <td>
                        {cause} {causeNo}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Asked>
      )}
    </section>
  );
}

function Holder({ of }: { of: string }): ReactNode {
  const say = useWords(words);
  if (of === 'birth') return say('trace.birth');
  return of.startsWith('acc_') ? <AccountName id={of} /> : of;
}
