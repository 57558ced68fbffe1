import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../api/generated/schema';
import { asRefusal } from '../api/refusal';
import { signIn, useForget, venuesQuery } from '../api/session';
import { RefusalNote } from '../parts/refusal-note';
import { TourStart } from '../tour/tour-start';
import { useWords, wordOf } from '../words/define-words';
import { localName } from '../words/local-name';
import icon from './airshed.svg';
import { LanguageSwitch } from './language-switch';
import { LookMenu } from './look-menu';
import { firstVenue, menuOf } from './reach';
import { SignInForm } from './sign-in-form';
import { words } from './words';

/** The first page: what this is, who you can be, and a way in for everybody. */
export function WelcomePage(): ReactNode {
  const say = useWords(words);
  const { data: venues } = useQuery(venuesQuery);
  const venue = firstVenue(venues?.items ?? []);
  const demo = venues?.items.find((item) => item.demo);
  const open = venue === undefined ? undefined : menuOf(null, venue)[0];
  return (
    <>
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      <header className="top">
        <span className="mark">
          <img src={icon} alt="" /> Airshed
        </span>
        <span className="push" />
        <LanguageSwitch />
        <LookMenu />
      </header>
      <main className="welcome" id="content" tabIndex={-1}>
        <div className="hero stack">
          <h1>{say('welcome.title')}</h1>
          <p>{say('welcome.what')}</p>
          {open !== undefined && (
            <p>
              <Link to={open.to}>{say('welcome.public')}</Link>
            </p>
          )}
        </div>
        <TourStart />
        {demo !== undefined && <Demo people={demo.demoPeople ?? []} />}
        <section className="sheet stack" style={{ maxWidth: 420 }}>
          <h2>{say('welcome.other')}</h2>
          <SignInForm />
        </section>
      </main>
    </>
  );
}

type DemoPerson = components['schemas']['DemoPerson'];

/** One press for each of the demo's people; where that is not offered, where their passwords are. */
function Demo({ people }: { people: readonly DemoPerson[] }): ReactNode {
  const say = useWords(words);
  return people.length === 0 ? (
    <p className="note">{say('welcome.demo.password')}</p>
  ) : (
    <DemoPeople people={people} />
  );
}

function DemoPeople({ people }: { people: readonly DemoPerson[] }): ReactNode {
  const say = useWords(words);
  const forget = useForget();
  const entering = useMutation({ mutationFn: signIn, onSuccess: forget });
  return (
    <section className="stack" aria-labelledby="who">
      <h2 id="who">{say('welcome.demo')}</h2>
      {entering.error !== null && <RefusalNote refusal={asRefusal(entering.error)} />}
      <ul className="people">
        {people.map(({ login, displayName, organisation, roles }) => (
          <li key={login}>
            <button
              type="button"
              className="person"
              data-login={login}
              disabled={entering.isPending}
              onClick={() => entering.mutate({ login })}
            >
              <strong>{localName(displayName)}</strong>
              <span className="quiet">{localName(organisation)}</span>
              {roles.map((role) => (
                <span key={role}>{wordOf(say, words, 'welcome.role', role)}</span>
              ))}
              <span className="seen-by-readers">{say('welcome.enter')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
