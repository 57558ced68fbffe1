import { type ReactNode, useState } from 'react';
import { useMe } from '../../api/session';
import type { Told } from '../../api/told';
import { useWords } from '../../words/define-words';
import { ProposedNote } from '../proposals/propose-act';
import { Said } from '../said';
import { AnnounceStep, CancelStep } from './announce-step';
import { ClearStep, QualifyStep, SettleStep, UnsealStep } from './auctioneer-steps';
import { words } from './office-words';
import { RegisterStep } from './register-step';
import { RevealStep } from './reveal-step';
import type { Auction } from './queries';

const OFFICES = ['auction.draft', 'auction.approve', 'auction.open', 'auction.witness', 'auction.settle'];

/** The step that the auction waits for, for the office that may take it; the others read what it waits for. */
export function OfficeSheet({ auction }: { auction: Auction }): ReactNode {
  const say = useWords(words);
  const me = useMe();
  const [said, setSaid] = useState<string>();
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const has = (power: string): boolean => me?.powers[power] !== undefined;
  if (!OFFICES.some(has)) return null;
  const { state, openers, notice } = auction;
  // The operator has the first half, the supervisor the second; no role has both.
  const part = has('auction.open') ? 'first' : has('auction.witness') ? 'second' : undefined;
  const own = openers.find((opener) => opener.part === part);
  const isPromised = openers.length === 2;
  const isRevealed = isPromised && openers.every(({ seed }) => seed !== undefined);
  const props = { auction, onSaid: setSaid };
  const steps = [
    state === 'DRAFT' && part !== undefined && own === undefined && (
      <RegisterStep key="register" {...props} part={part} />
    ),
    state === 'DRAFT' && has('auction.draft') && isPromised && (
      <AnnounceStep key="announce" auction={auction} onMade={setMade} />
    ),
    ['ANNOUNCED', 'OPEN'].includes(state) && notice.qualification && has('auction.run') && (
      <QualifyStep key="qualify" {...props} />
    ),
    state === 'CLOSED' && own !== undefined && own.seed === undefined && (
      <RevealStep key="reveal" {...props} own={own} />
    ),
    state === 'CLOSED' && isRevealed && has('auction.run') && <UnsealStep key="unseal" {...props} />,
    state === 'OPENED' && has('auction.run') && <ClearStep key="clear" {...props} />,
    state === 'CLEARED' && has('auction.settle') && <SettleStep key="settle" {...props} />,
    ['DRAFT', 'ANNOUNCED', 'OPEN', 'CLOSED'].includes(state) && has('auction.draft') && (
      <CancelStep key="cancel" auction={auction} onMade={setMade} />
    ),
  ].filter((step) => step !== false);
  const waits = waitsFor(auction, isPromised, isRevealed);
  return (
    <section className="sheet stack" aria-labelledby="office" data-testid="office">
      <h2 id="office">{say('title')}</h2>
      <Said>{said}</Said>
      <ProposedNote made={made} />
      {steps.length === 0 ? <p className="quiet">{say('nothing')}</p> : steps}
      {waits !== undefined && <p className="quiet">{say('waits', { what: say(`waits.${waits}`) })}</p>}
    </section>
  );
}

type Waited = 'openers' | 'announcement' | 'opening' | 'close' | 'reveal' | 'unseal' | 'clear' | 'settle';

function waitsFor({ state }: Auction, isPromised: boolean, isRevealed: boolean): Waited | undefined {
  switch (state) {
    case 'DRAFT':
      return isPromised ? 'announcement' : 'openers';
    case 'ANNOUNCED':
      return 'opening';
    case 'OPEN':
      return 'close';
    case 'CLOSED':
      return isRevealed ? 'unseal' : 'reveal';
    case 'OPENED':
      return 'clear';
    case 'CLEARED':
      return 'settle';
    default:
      return undefined;
  }
}
