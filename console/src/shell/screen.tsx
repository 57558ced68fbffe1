import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { may, meQuery } from '../api/session';
import type { Openness } from '../desks/define-desk';
import { Asked, Empty } from '../parts/states';
import { useWords } from '../words/define-words';
import { SignInForm } from './sign-in-form';
import { words } from './words';

/** A screen for those who may see it; a stranger is asked to sign in where they are. */
export function Screen({ power, children }: { power: Openness; children: ReactNode }): ReactNode {
  const say = useWords(words);
  const query = useQuery(meQuery);
  if (power === 'public') return children;
  return (
    <Asked query={query}>
      {(me) => {
        if (me === null)
          return (
            <div className="sheet stack">
              <p className="note warn">{say('login.ended')}</p>
              <SignInForm />
            </div>
          );
        if (!may(me, power)) return <Empty title={say('denied.title')}>{say('denied.what')}</Empty>;
        return children;
      }}
    </Asked>
  );
}
