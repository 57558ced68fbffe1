import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Popover, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type Me, signOut, useForget, useMe, venuesQuery } from '../api/session';
import { TourButton } from '../tour/tour-start';
import { useWords, wordOf } from '../words/define-words';
import { localName } from '../words/local-name';
import icon from './airshed.svg';
import { HelpButton } from './keyboard-help';
import { LanguageSwitch } from './language-switch';
import { LookMenu } from './look-menu';
import { menuOf } from './reach';
import { useVenue } from './use-venue';
import { words } from './words';

export function TopBar(): ReactNode {
  const say = useWords(words);
  const me = useMe();
  const navigate = useNavigate();
  const venue = useVenue();
  const { data: venues } = useQuery(venuesQuery);
  return (
    <header className="top">
      <Link to="/" className="mark" aria-label="Airshed">
        <img src={icon} alt="" /> <span className="only-wide">Airshed</span>
      </Link>
      <Select
        aria-label={say('venue')}
        value={venue}
        popupMatchSelectWidth={false}
        options={(venues?.items ?? []).map((item) => ({ value: item.venue, label: localName(item.title) }))}
        // Another venue has other instruments and accounts: one begins at its first screen.
        onChange={(next) => void navigate(menuOf(me, next)[0]?.to ?? `/${next}`)}
      />
      <span className="push" />
      <TourButton />
      <HelpButton />
      <LanguageSwitch />
      <LookMenu />
      {me === null ? <Link to="/">{say('login.enter')}</Link> : <PersonMenu me={me} />}
    </header>
  );
}

function PersonMenu({ me }: { me: Me }): ReactNode {
  const say = useWords(words);
  const forget = useForget();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const leaving = useMutation({
    mutationFn: signOut,
    // Also when the session had ended already: the wish was to be out.
    onSettled: async () => {
      await forget();
      await navigate('/');
    },
  });
  const content = (
    <div className="stack" style={{ maxWidth: 320 }}>
      <strong>{localName(me.displayName)}</strong>
      <span className="quiet">{localName(me.organisation.title)}</span>
      <div>
        <div className="quiet">{say('person.roles')}</div>
        {me.roles.map((role) => (
          <div key={role}>{wordOf(say, words, 'welcome.role', role)}</div>
        ))}
      </div>
      <Button onClick={() => leaving.mutate()} loading={leaving.isPending}>
        {say('sign.out')}
      </Button>
    </div>
  );
  return (
    <Popover content={content} trigger="click" open={isOpen} onOpenChange={setOpen} placement="bottomRight">
      <Button
        aria-haspopup="true"
        aria-expanded={isOpen}
        aria-label={say('person', { name: localName(me.displayName) })}
        data-person={me.login}
      >
        {localName(me.displayName)}
      </Button>
    </Popover>
  );
}
