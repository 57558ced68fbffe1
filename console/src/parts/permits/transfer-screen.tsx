import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { grouped } from '../../format/decimal';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ShortText } from '../facts/copied-text';
import { Amount, Moment, ZoneLabel } from '../figures';
import { instrumentsQuery } from '../market-queries';
import { Asked } from '../states';
import { Timetable, type TimetableStep } from '../timetable';
import { FindingsSheet } from './findings-sheet';
import { type Seen, type State, transferQuery } from './queries';
import { StepsSheet } from './steps-sheet';
import { TransferState } from './transfer-state';
import { words } from './words';

/** One transfer: what one can do in it now, what it is, where it stands, and why it may be. */
export default function TransferScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { transferId = '' } = useParams();
  const instruments = useQuery(instrumentsQuery(venue)).data?.items;
  return (
    <Asked query={useQuery(transferQuery(venue, transferId))}>
      {(seen) => {
        const { notice, transfer } = seen;
        const unit = instruments?.find(({ symbol }) => symbol === notice.symbol)?.unitName ?? '';
        return (
          <>
            <div className="screen-head">
              <h1>{say('head', { symbol: notice.symbol, quantity: grouped(notice.quantity), unit })}</h1>
              <TransferState state={notice.state} />
              <ZoneLabel />
              <span className="push" />
              <Link to={`${desk}/permits`}>{say('back')}</Link>
            </div>
            <StepsSheet seen={seen} unit={unit} />
            <div className="columns">
              <FactsSheet seen={seen} unit={unit} />
              <Course seen={seen} />
            </div>
            {transfer !== undefined && <FindingsSheet transfer={transfer} />}
          </>
        );
      }}
    </Asked>
  );
}

function FactsSheet({ seen: { notice, transfer }, unit }: { seen: Seen; unit: string }): ReactNode {
  const say = useWords(words);
  const currency = useCurrency();
  const money = (of: string | undefined): ReactNode => <Amount of={of} unit={currency} />;
  const facts: (readonly [string, ReactNode] | false)[] = [
    [say('quantity'), <Amount key="quantity" of={notice.quantity} unit={unit} />],
    [say('seller'), notice.seller],
    [say('district'), notice.district],
    [say('rules'), notice.rules],
    transfer !== undefined && [say('ground'), transfer.ground],
    transfer !== undefined && [say('across'), say(transfer.acrossRegions ? 'yes' : 'no')],
    notice.upperApproval !== undefined && [say('upper.approval'), notice.upperApproval],
    notice.method !== undefined && [say('method'), wordOf(say, words, 'method', notice.method)],
    notice.price !== undefined && [say('price'), money(notice.price)],
    notice.startPrice !== undefined && [say('start'), money(notice.startPrice)],
    notice.deposit !== undefined && [say('deposit'), money(notice.deposit)],
    notice.buyer !== undefined && [say('buyer'), notice.buyer ?? '—'],
    notice.tradedPrice !== undefined && [say('traded'), money(notice.tradedPrice)],
    notice.value !== undefined && [say('value'), money(notice.value)],
    transfer?.replacementRatio !== undefined &&
      transfer.replacementRatio !== null && [say('ratio'), transfer.replacementRatio],
    transfer !== undefined &&
      ['TRADED', 'CONTRACTED'].includes(transfer.state) && [say('signed'), <Signed key="s" of={transfer} />],
    transfer !== undefined && transfer.dueDay !== null && [say('due'), transfer.dueDay],
    notice.certificate !== undefined && [say('certificate'), notice.certificate],
    notice.permitOrder !== undefined &&
      notice.permitOrder !== '' && [say('order'), wordOf(say, words, 'order', notice.permitOrder)],
    transfer !== undefined &&
      transfer.note !== '' && [
        say('note'),
        transfer.state === 'INELIGIBLE'
          ? say('note.refused', { what: wordOf(say, words, 'code', transfer.note) })
          : transfer.note,
      ],
  ];
  return (
    <section className="sheet stack" aria-labelledby="facts">
      <h2 id="facts">{say('facts')}</h2>
      <dl className="facts">
        {facts.map(
          (fact) =>
            fact !== false && (
              <Fragment key={fact[0]}>
                <dt>{fact[0]}</dt>
                <dd>{fact[1]}</dd>
              </Fragment>
            ),
        )}
      </dl>
      {transfer !== undefined && (
        <p>
          <span className="quiet">{say('right')}</span> <ShortText of={transfer.rightId} />
        </p>
      )}
    </section>
  );
}

function Signed({ of }: { of: { sellerSigned: boolean; buyerSigned: boolean } }): ReactNode {
  const say = useWords(words);
  const who = [of.sellerSigned && say('signed.seller'), of.buyerSigned && say('signed.buyer')].filter(
    (one) => one !== false,
  );
  return who.length === 0 ? say('signed.none') : who.join(' · ');
}

const STEPS = ['apply', 'review', 'notice', 'contract', 'payment', 'certificate', 'permit'] as const;
/** Which step is on in each state. */
const PLACE: Readonly<Record<State, number>> = {
  DRAFT: 0,
  SUBMITTED: 1,
  QUANTITY_REVIEW: 1,
  INELIGIBLE: 1,
  ELIGIBLE: 2,
  RELISTED: 2,
  LISTED: 2,
  NO_BID: 2,
  WITHDRAWN: 2,
  TRADED: 3,
  DEFAULTED: 3,
  VOIDED: 3,
  CONTRACTED: 4,
  PAID: 5,
  CERTIFIED: 6,
  PERMIT_CHANGING: 6,
  COMPLETED: 7,
};
const ENDED: ReadonlySet<State> = new Set(['INELIGIBLE', 'WITHDRAWN', 'VOIDED']);

function Course({ seen: { notice } }: { seen: Seen }): ReactNode {
  const say = useWords(words);
  const place = PLACE[notice.state];
  const stateOf = (own: number): TimetableStep['state'] => {
    if (own === place) return ENDED.has(notice.state) ? 'ended' : 'now';
    return own < place ? 'past' : 'coming';
  };
  return (
    <section className="sheet stack" aria-labelledby="course">
      <h2 id="course">{say('course')}</h2>
      <Timetable
        label={say('course')}
        steps={STEPS.map((step, own) => ({
          ...{ key: step, label: say(`step.${step}`), state: stateOf(own) },
          ...(step === 'notice' && {
            at: notice.opensAt ?? null,
            ...(notice.closesAt !== undefined && {
              detail: (
                <>
                  {say('until')} <Moment at={notice.closesAt} style="minute" />
                </>
              ),
            }),
          }),
        }))}
      />
    </section>
  );
}
