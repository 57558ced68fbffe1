import type { ReactNode } from 'react';
import { ZoneLabel } from '../../parts/figures';
import { useWords } from '../../words/define-words';
import { BlockIntents } from './block-intents';
import { BlockNegotiations } from './block-negotiations';
import { words } from './block-words';
import { PostIntent } from './post-intent';

/** Large agreements: what is offered, what is being talked about, and an intent of one's own. */
export default function BlocksScreen(): ReactNode {
  const say = useWords(words);
  return (
    <>
      <div className="screen-head">
        <h1>{say('title')}</h1>
        <ZoneLabel />
      </div>
      <p className="quiet">{say('about')}</p>
      <div className="columns">
        <section className="sheet stack" aria-labelledby="post-intent">
          <h2 id="post-intent">{say('post')}</h2>
          <PostIntent />
        </section>
      </div>
      <section className="sheet stack" aria-labelledby="negotiations">
        <h2 id="negotiations">{say('negotiations')}</h2>
        <BlockNegotiations />
      </section>
      <section className="sheet stack" aria-labelledby="intents">
        <h2 id="intents">{say('intents')}</h2>
        <BlockIntents />
      </section>
    </>
  );
}
