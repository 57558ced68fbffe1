import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Told } from '../../api/told';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './words';

export { Said } from '../../parts/said';

/** A proposal was made: where it waits now. */
export function Proposed({ made }: { made: Told<'ProposalMade'> }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <>
      {say('proposed', { left: made.stagesLeft, seq: made.seq })}{' '}
      <Link to={`/${venue}/operator/approvals/${made.proposalId}`}>{say('proposed.open')}</Link>
    </>
  );
}
