import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { asRefusal } from '../api/refusal';
import { signIn, useForget, useMe } from '../api/session';
import { useAct } from '../api/use-act';
import { RefusalNote } from '../parts/refusal-note';
import { useWords } from '../words/define-words';
import { localName } from '../words/local-name';
import { personOf, screenOf } from './step-screens';
import { StepDone, StepFacts } from './step-facts';
import './tour.css';
import { type Given, type Step, TOUR_STEPS } from './tour-steps';
import { beginTour, endTour, nextStep, noteTour, showTour, STEPS, type Tour, useTour } from './tour-state';
import { type DemoPerson as Person, useDemo } from './use-demo';
import { words } from './words';

const LOOK_MS = 1_500;

/** Goes along from screen to screen and from person to person; the market beside it is the real one. */
export default function TourPanel(): ReactNode {
  const tour = useTour();
  const demo = useDemo();
  if (tour === undefined || !tour.isOpen || demo === undefined) return null;
  return <Panel tour={tour} people={demo.people} />;
}

function Panel({ tour, people }: { tour: Tour; people: readonly Person[] }): ReactNode {
  const say = useWords(words);
  const step = TOUR_STEPS[tour.place];
  return (
    <aside className="tour" aria-label={say('title')} data-tour={step?.key ?? 'over'} data-done={tour.isDone}>
      <header className="row">
        <strong>{say('title')}</strong>
        <ol aria-label={say('steps')}>
          {STEPS.map((key, place) => (
            <li
              key={key}
              aria-current={place === tour.place ? 'step' : undefined}
              className={place < tour.place || (place === tour.place && tour.isDone) ? 'past' : ''}
            >
              {say(`step.${key}`)}
            </li>
          ))}
        </ol>
        <span className="push" />
        <Button size="small" type="text" onClick={() => showTour(false)}>
          {say('leave')}
        </Button>
      </header>
      {step === undefined ? (
        <Over venue={tour.venue} />
      ) : (
        <AtStep key={step.key} step={step} tour={tour} people={people} />
      )}
    </aside>
  );
}

function AtStep({ step, tour, people }: { step: Step; tour: Tour; people: readonly Person[] }): ReactNode {
  const say = useWords(words);
  const me = useMe();
  const { venue, facts, isDone } = tour;
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const named = (login: string): Person => people.find((person) => person.login === login)!;
  const person = named(personOf(step.key));
  const who = { name: localName(person.displayName), organisation: localName(person.organisation) };
  const isThem = me?.login === person.login;
  const given: Given = { venue, facts, organisationOf: (login) => named(login).organisation };
  const looking = useQuery({
    queryKey: ['tour', venue, step.key, facts],
    queryFn: () => step.look(given),
    enabled: isThem && !isDone,
    refetchInterval: LOOK_MS,
  });
  const seen = looking.data;
  useEffect(() => {
    if (seen !== null && seen !== undefined) noteTour(seen, true);
  }, [seen]);
  const acting = useAct({
    act: (_: StepWish, key) => step.act!(given, key),
    refresh: ['orders', 'holdings', 'trades', 'batches'].map((list) => [list, venue]),
    onDone: (learnt) => {
      noteTour(learnt);
      // What was just made has a screen of its own: one should see it.
      const made = screenOf(step.key, venue, { ...facts, ...learnt });
      if (step.key === 'issue' && made !== pathname) void navigate(made);
    },
  });
  const next = TOUR_STEPS[tour.place + 1];
  return (
    <div className="tour-body">
      <div className="stack">
        <p>
          <strong>{say(isThem ? 'you' : 'become.why', who)}</strong>
        </p>
        <p>{say(`why.${step.key}`)}</p>
        {isThem && !isDone && (
          <p>
            {say(`what.${step.key}`, {
              price: facts.price ?? '',
              seq: facts.buySeq ?? '',
              count: facts.tradeIds?.length ?? 0,
            })}
          </p>
        )}
      </div>
      <div className="stack" aria-live="polite">
        {isThem && <StepFacts step={step.key} facts={facts} />}
        {isDone && <StepDone step={step.key} facts={facts} />}
        <RefusalNote refusal={acting.refusal} />
        {looking.isError && <p className="note warn">{say('look.failed')}</p>}
        {isDone ? (
          <Onward tour={tour} next={next} person={next && named(personOf(next.key))} />
        ) : !isThem ? (
          <Become person={person} step={step} tour={tour} label={say('become', who)} />
        ) : step.act === undefined ? (
          <p role="status">{say('waiting.settle')}</p>
        ) : (
          <div>
            <Button
              type="primary"
              data-tour-act={step.key}
              loading={acting.isRunning}
              onClick={() => acting.run({ step: step.key, batchId: facts.batchId ?? '' })}
            >
              {say(`act.${step.key as ActKey}`)}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

type ActKey = Exclude<Step['key'], 'settle'>;
/** Names the wish, so that asking again after a broken line is the same wish. */
interface StepWish {
  readonly step: string;
  readonly batchId: string;
}

/** One press: the next person, at the screen where the next thing can be seen. */
function Become({
  person,
  step,
  tour,
  label,
  onDone,
}: {
  person: Person;
  step: Step;
  tour: Tour;
  label: string;
  onDone?: () => void;
}): ReactNode {
  const forget = useForget();
  const navigate = useNavigate();
  const entering = useMutation({
    mutationFn: () => signIn({ login: person.login }),
    onSuccess: async () => {
      onDone?.();
      await forget();
      await navigate(screenOf(step.key, tour.venue, tour.facts));
    },
  });
  return (
    <div className="stack">
      {entering.error !== null && <RefusalNote refusal={asRefusal(entering.error)} />}
      <div>
        <Button
          type="primary"
          data-tour-become={person.login}
          loading={entering.isPending}
          onClick={() => entering.mutate()}
        >
          {label}
        </Button>
      </div>
    </div>
  );
}

function Onward({
  tour,
  next,
  person,
}: {
  tour: Tour;
  next: Step | undefined;
  person: Person | undefined;
}): ReactNode {
  const say = useWords(words);
  const me = useMe();
  const navigate = useNavigate();
  const onward = (): void => {
    nextStep();
    if (next !== undefined) void navigate(screenOf(next.key, tour.venue, tour.facts));
  };
  if (next === undefined || person === undefined || me?.login === person.login)
    return (
      <div>
        <Button type="primary" data-tour-next onClick={onward}>
          {say('next')}
        </Button>
      </div>
    );
  return (
    <Become
      person={person}
      step={next}
      tour={tour}
      label={say('become.next', { name: localName(person.displayName) })}
      onDone={nextStep}
    />
  );
}

function Over({ venue }: { venue: string }): ReactNode {
  const say = useWords(words);
  const forget = useForget();
  const navigate = useNavigate();
  const again = useMutation({
    mutationFn: () => signIn({ login: personOf('issue') }),
    onSuccess: async () => {
      beginTour(venue);
      await forget();
      await navigate(screenOf('issue', venue, {}));
    },
  });
  return (
    <div className="tour-body">
      <div className="stack">
        <h2>{say('over.title')}</h2>
        <p>{say('over.what')}</p>
      </div>
      <div className="stack">
        {again.error !== null && <RefusalNote refusal={asRefusal(again.error)} />}
        <div className="row">
          <Link to={`/${venue}/public/overview`}>{say('over.public')}</Link>
          <Link to={`/${venue}/trading/market`}>{say('over.market')}</Link>
          <Button data-tour-again loading={again.isPending} onClick={() => again.mutate()}>
            {say('again')}
          </Button>
          <Button type="primary" onClick={endTour}>
            {say('close')}
          </Button>
        </div>
      </div>
    </div>
  );
}
