import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { useInstruments } from '../facts/names';
import { ProposedNote } from '../proposals/propose-act';
import { type Rule, Rules } from '../rules/pack-screen';
import { packQuery, packsQuery } from '../rules/queries';
import { Asked, Empty } from '../states';
import { KillSwitches } from './kill-switches';
import { LargeHolders } from './large-holders';
import { words } from './words';

/** Which rules of a pack are limits. */
const LIMIT = /^(maxHolding|publishHolding|qtyMin|qtyMax|orders?|band)\./;

/** How much may be held and ordered under the rules in force, and the hand on the kill switch. */
export default function LimitsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const mayRelease = usePower('halt.propose');
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const inForce = new Set(useInstruments().map(({ rulePack }) => rulePack));
  return (
    <>
      <div className="screen-head">
        <h1>{say('limits.title')}</h1>
      </div>
      <ProposedNote made={made} />
      <section className="sheet stack">
        <h2>{say('switches')}</h2>
        {!mayRelease && <p className="quiet">{say('by.operator')}</p>}
        <KillSwitches onMade={setMade} />
      </section>
      <section className="sheet stack">
        <h2>{say('limits')}</h2>
        <p className="quiet">{say('limits.what')}</p>
        <Asked query={useQuery(packsQuery(venue))}>
          {({ items }) => (
            <>
              {items
                .filter(({ pack, status }) => status === 'IN_FORCE' && inForce.has(pack))
                .map(({ rulePackId }) => (
                  <LimitsOf key={rulePackId} packId={rulePackId} />
                ))}
            </>
          )}
        </Asked>
      </section>
      <LargeHolders />
    </>
  );
}

function LimitsOf({ packId }: { packId: string }): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  return (
    <Asked query={useQuery(packQuery(useVenue(), packId))}>
      {({ pack, version, keys }) => {
        const rules = Object.entries(keys as unknown as Record<string, Rule>).filter(([key]) =>
          LIMIT.test(key),
        );
        return (
          <>
            <Link to={`${desk}/rules/${packId}`}>
              {pack} @ {version}
            </Link>
            {rules.length === 0 ? <Empty title={say('limits.none')} /> : <Rules rules={rules} />}
          </>
        );
      }}
    </Asked>
  );
}
