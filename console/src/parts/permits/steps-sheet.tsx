import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { useMe, usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { grouped } from '../../format/decimal';
import { useDeskName } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { ActButton } from '../act-button';
import { ProposedNote } from '../proposals/propose-act';
import { Said } from '../said';
import { useNow } from '../use-now';
import { BidStep, ListingStep } from './listing-steps';
import { plantsQuery, type Seen } from './queries';
import { words } from './step-words';
import { type AnyStep, stepsOf, waitsFor } from './steps';
import { type Step, takeStep } from './take-step';
import { words as permits } from './words';

const AS_PARTY: ReadonlySet<AnyStep> = new Set(['register', 'take', 'sign', 'pay', 'bid']);
const RED: ReadonlySet<AnyStep> = new Set(['withdraw', 'default', 'void']);
const REFRESH = ['permit-transfers', 'permit-notices', 'permit-rights', 'holdings', 'tasks', 'proposals'];

/** The step that the transfer waits for, for whoever may take it; the others read what it waits for. */
export function StepsSheet({ seen, unit }: { seen: Seen; unit: string }): ReactNode {
  const say = useWords(words);
  const sayOf = useWords(permits);
  const venue = useVenue();
  const currency = useCurrency();
  const me = useMe();
  const now = useNow();
  const desk = useDeskName();
  const plants =
    useQuery({ ...plantsQuery(venue), enabled: usePower('permit.read') && desk === 'trading' }).data?.items ??
    [];
  const [chosen, setChosen] = useState<string>();
  const [said, setSaid] = useState<string>();
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const { notice, transfer } = seen;
  const has = (power: string): boolean => me?.powers[power] !== undefined;
  const own = plants.map(({ plantId }) => plantId);
  const steps = stepsOf(seen, has, own, now);
  // As a party one acts for the plant that is one; a newcomer chooses among its own.
  const party = [transfer?.buyerId, transfer?.sellerId].find(
    (plant) => plant !== null && plant !== undefined && own.includes(plant),
  );
  const plant = plants.find(({ plantId }) => plantId === (party ?? chosen)) ?? plants[0];
  const refresh = REFRESH.map((name) => [name, venue]);
  const waits = waitsFor(seen);
  const facts = {
    ...{ plant: plant?.name ?? '', unit, currency, quantity: grouped(notice.quantity) },
    ...{ deposit: grouped(notice.deposit ?? ''), value: grouped(notice.value ?? '') },
  };
  const needsPlant = steps.some((step) => AS_PARTY.has(step));
  return (
    <section className="sheet stack" aria-labelledby="steps" data-testid="steps">
      <h2 id="steps">{say('title')}</h2>
      <Said>{said}</Said>
      <ProposedNote made={made} path={desk === 'operator' ? 'approvals' : 'inbox'} />
      {needsPlant && party === undefined && plants.length > 1 && plant !== undefined && (
        <Select
          aria-label={say('plant')}
          value={plant.plantId}
          onChange={setChosen}
          options={plants.map(({ plantId, name }) => ({ value: plantId, label: name }))}
        />
      )}
      {steps.includes('bid') && <p>{say('registered')}</p>}
      {steps.includes('listing') && (
        <ListingStep notice={notice} unit={unit} refresh={refresh} onSaid={setSaid} />
      )}
      {steps.includes('bid') && plant !== undefined && (
        <BidStep notice={notice} plant={plant} unit={unit} refresh={refresh} onSaid={setSaid} />
      )}
      <div className="row">
        {steps.map((step) => {
          if (step === 'listing' || step === 'bid') return null;
          if (step === 'certificate' || step === 'void')
            return (
              <ActButton
                key={step}
                label={say(`do.${step}`)}
                title={plain(say(`do.${step}`))}
                act={plain(say(`do.${step}`))}
                consequence={say(`what.${step}`)}
                needsSecondPerson
                isPrimary={step === 'certificate'}
                isDestructive={step === 'void'}
                {...(step === 'void' && { reason: sayOf('note') })}
                perform={(reason, key) => proposed(venue, notice.transferId, step, reason, key)}
                refresh={refresh}
                onDone={setMade}
              />
            );
          return (
            <ActButton
              key={step}
              label={say(`do.${step}`)}
              title={plain(say(`do.${step}`))}
              act={plain(say(`do.${step}`))}
              consequence={say(`what.${step}`, facts)}
              isPrimary={!RED.has(step)}
              isDestructive={RED.has(step)}
              facts={[step, plant?.plantId ?? '']}
              perform={(_, key) => takeStep(venue, notice.transferId, step, plant?.plantId ?? '', key)}
              refresh={refresh}
              onDone={({ state, seq, refusal }) =>
                setSaid(
                  refusal === null || refusal === undefined
                    ? say('done', {
                        seq,
                        state:
                          state === undefined ? doneWord(say, step) : wordOf(sayOf, permits, 'state', state),
                      })
                    : say('refused.decided', { seq, why: wordOf(sayOf, permits, 'code', refusal.code) }),
                )
              }
            />
          );
        })}
      </div>
      {steps.length === 0 && <p className="quiet">{say('nothing')}</p>}
      {waits !== undefined && <p className="quiet">{say('waits', { what: say(`for.${waits}`) })}</p>}
    </section>
  );
}

/** A button that opens a dialog ends in dots, the deed itself does not. */
const plain = (label: string): string => label.replace('…', '');

function doneWord(say: ReturnType<typeof useWords<keyof typeof words.zh>>, step: Step): string {
  return step === 'register' ? say('registered') : plain(say(`do.${step}`));
}

function proposed(
  venue: string,
  transfer: string,
  step: 'certificate' | 'void',
  reason: string,
  key: string,
): Promise<Told<'ProposalMade'>> {
  const params = { path: { venue, transfer }, header: { 'Idempotency-Key': key } };
  return step === 'certificate'
    ? answer(api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/certificate', { params }))
    : answer(
        api.POST('/api/v1/venues/{venue}/permit-transfers/{transfer}/void', { params, body: { reason } }),
      );
}
