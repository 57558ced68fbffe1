import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { asRefusal } from '../api/refusal';
import { signIn, useForget } from '../api/session';
import { RefusalNote } from '../parts/refusal-note';
import { useWords } from '../words/define-words';
import { personOf, screenOf } from './step-screens';
import { beginTour, showTour, STEPS, useTour } from './tour-state';
import { useDemo } from './use-demo';
import { words } from './words';

/** The first page's way into the tour: from the beginning, or where one left. */
export function TourStart(): ReactNode {
  const say = useWords(words);
  const demo = useDemo();
  const tour = useTour();
  const forget = useForget();
  const navigate = useNavigate();
  const left = STEPS[tour?.place ?? 0] ?? 'verify';
  const entering = useMutation({
    // Whoever goes on is at once the person whose turn it is.
    mutationFn: (isNew: boolean) => signIn({ login: personOf(isNew ? 'issue' : left) }),
    onSuccess: async (_, isNew) => {
      const { venue } = demo!;
      if (isNew) beginTour(venue);
      else showTour(true);
      await forget();
      await navigate(isNew ? screenOf('issue', venue, {}) : screenOf(left, venue, tour?.facts ?? {}));
    },
  });
  if (demo === undefined) return null;
  return (
    <section className="sheet stack tour-start" aria-labelledby="tour-start">
      <h2 id="tour-start">{say('start.title')}</h2>
      <p>{say('start.what')}</p>
      {entering.error !== null && <RefusalNote refusal={asRefusal(entering.error)} />}
      <div className="row">
        <Button
          type="primary"
          size="large"
          data-tour-start
          loading={entering.isPending}
          onClick={() => entering.mutate(true)}
        >
          {say(tour === undefined ? 'start' : 'again')}
        </Button>
        {tour !== undefined && (
          <Button size="large" data-tour-continue onClick={() => entering.mutate(false)}>
            {say('continue', { place: Math.min(tour.place + 1, STEPS.length), count: STEPS.length })}
          </Button>
        )}
      </div>
    </section>
  );
}

/** In the top bar: the tour that was left, or none yet. */
export function TourButton(): ReactNode {
  const say = useWords(words);
  const demo = useDemo();
  const tour = useTour();
  const navigate = useNavigate();
  const forget = useForget();
  const beginning = useMutation({
    mutationFn: () => signIn({ login: personOf('issue') }),
    onSuccess: async () => {
      beginTour(demo!.venue);
      await forget();
      await navigate(screenOf('issue', demo!.venue, {}));
    },
  });
  if (demo === undefined || tour?.isOpen === true) return null;
  return (
    <Button
      type="text"
      data-tour-show
      loading={beginning.isPending}
      onClick={() => (tour === undefined ? beginning.mutate() : showTour(true))}
    >
      {tour === undefined
        ? say('title')
        : say('continue', { place: Math.min(tour.place + 1, STEPS.length), count: STEPS.length })}
    </Button>
  );
}
