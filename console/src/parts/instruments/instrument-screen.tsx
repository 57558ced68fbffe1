import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Fragment, type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { minus } from '../../format/decimal';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Amount } from '../figures';
import { ProposeAct, ProposedNote } from '../proposals/propose-act';
import { Asked, Empty } from '../states';
import { SetCap } from './set-cap';
import { words } from './words';

type Instrument = Told<'InstrumentWithCaps'>;

/** One instrument: what it is for good, how much of it each year may have, and what can be proposed about it. */
export default function InstrumentScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { symbol = '' } = useParams();
  const query = useQuery({
    queryKey: ['instruments', venue, 'one', symbol],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/instruments/{symbol}', {
          params: { path: { venue, symbol } },
          signal,
        }),
      ),
  });
  return (
    <Asked query={query}>
      {(instrument) => (
        <>
          <div className="screen-head">
            <h1>{instrument.symbol}</h1>
            <strong>{say(`state.${instrument.state}`)}</strong>
            <span className="push" />
            <Link to={`${desk}/instruments`}>{say('back')}</Link>
          </div>
          <div className="columns">
            <Facts of={instrument} />
            <Caps of={instrument} />
          </div>
        </>
      )}
    </Asked>
  );
}

function Facts({ of }: { of: Instrument }): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  const currency = useCurrency();
  const facts: readonly (readonly [Parameters<typeof say>[0], ReactNode])[] = [
    ['kind', say(`kind.${of.kind}`)],
    ['pollutant', of.pollutant],
    ['zone', of.zone],
    ['sector', of.sector || say('sector.any')],
    ['vintage', of.vintage || say('vintage.none')],
    ['expiry', of.expiry ?? say('expiry.none')],
    ['unitName', of.unitName],
    ['unitScale', of.unitScale],
    ['tick', <Amount key="tick" of={of.tick} unit={currency} />],
    ['lot', <Amount key="lot" of={of.lot} unit={of.unitName} />],
    ['referencePrice', <Amount key="price" of={of.referencePrice} unit={currency} />],
    [
      'rulePack',
      <Link key="pack" to={`${desk}/rules?rule-packs.name=${of.rulePack}`} title={say('rules')}>
        {of.rulePack}
      </Link>,
    ],
  ];
  return (
    <section className="sheet stack">
      <h2>{say('facts')}</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{say(name)}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <Link to={`${desk}/trail/objects/${of.instrumentId}`}>{say('timeline')}</Link>
    </section>
  );
}

function Caps({ of }: { of: Instrument }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { symbol, caps, state } = of;
  const mayPropose = usePower('instrument.propose') && state === 'TRADABLE';
  const [opened, setOpened] = useState<'cap' | 'retire'>();
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const close = (): void => setOpened(undefined);
  const keep = (one: Told<'ProposalMade'>): void => {
    setMade(one);
    close();
  };
  return (
    <section className="sheet stack">
      <h2>{say('caps')}</h2>
      <ProposedNote made={made} />
      {caps.length === 0 ? (
        <Empty title={say('caps.none')}>
          <p>{say('caps.none.next')}</p>
        </Empty>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={say('caps')}>
          <table className="dense" data-testid="caps">
            <thead>
              <tr>
                <th>{say('year')}</th>
                {(['limit', 'issued', 'cancelled', 'effective', 'left'] as const).map((name) => (
                  <th key={name} className="number">
                    {say(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {caps.map((cap) => (
                <tr key={cap.year}>
                  <th scope="row">{cap.year}</th>
                  {[
                    cap.limit,
                    cap.issued,
                    cap.cancelled,
                    cap.effective,
                    minus(cap.effective, cap.issued),
                  ].map((amount, place) => (
                    <td key={place} className="number">
                      <Amount of={amount} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {mayPropose && (
        <div className="row">
          <Button type="primary" onClick={() => setOpened('cap')}>
            {say('cap.set')}
          </Button>
          <Button danger onClick={() => setOpened('retire')}>
            {say('retire')}
          </Button>
        </div>
      )}
      <SetCap instrument={of} isOpen={opened === 'cap'} onClose={close} onMade={keep} />
      <ProposeAct
        isOpen={opened === 'retire'}
        isDestructive
        title={say('retire.title', { symbol })}
        act={say('retire.act')}
        consequence={<p>{say('retire.what', { symbol })}</p>}
        propose={({ reason }, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/instruments/{symbol}/retire', {
              params: { path: { venue, symbol }, header: { 'Idempotency-Key': key } },
              body: { reason },
            }),
          )
        }
        onClose={close}
        onMade={keep}
      />
    </section>
  );
}
