import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { WholeText } from '../facts/copied-text';
import { Facts } from '../facts/facts';
import { OrganisationName, PersonName } from '../facts/names';
import { PowerName, usePowerName } from '../facts/power-name';
import { Moment, ZoneLabel } from '../figures';
import { Asked } from '../states';
import { Consequence } from './consequence';
import { FailedDeliveryFacts } from './failed-delivery-facts';
import { ProposalDecision } from './proposal-decision';
import { proposalQuery, useActionName } from './queries';
import { words } from './words';

type Proposal = Told<'Proposal'>;

/** One matter: what, why, by whom, which content exactly, who has signed, and what follows. */
export function ProposalSheet({ path, decides }: { path: string; decides: boolean }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { proposalId = '' } = useParams();
  const nameOf = useActionName();
  const query = useQuery(proposalQuery(venue, proposalId));
  return (
    <Asked query={query}>
      {(proposal) => (
        <>
          <div className="screen-head">
            <h1>{say('one.title', { action: nameOf(proposal.action) })}</h1>
            <ZoneLabel />
            <span className="push" />
            <Link to={`${desk}/${path}`}>{say('back')}</Link>
          </div>
          <div className="columns">
            <section className="sheet stack">
              <h2>{say('what')}</h2>
              <Facts of={withoutReason(proposal)} />
              <FailedDeliveryFacts action={proposal.action} trade={proposal.payload['tradeId']} />
              <dl className="facts">
                <dt>{say('reason')}</dt>
                <dd>{proposal.reason || '—'}</dd>
                <dt>{say('maker')}</dt>
                <dd>
                  <PersonName id={proposal.maker} />
                </dd>
                <dt>{say('organisation')}</dt>
                <dd>
                  <OrganisationName id={proposal.makerOrganisationId} />
                </dd>
              </dl>
              <div className="note">
                <strong>{say('hash')}</strong>
                <p data-testid="payload-hash">
                  <WholeText of={proposal.payloadHash} />
                </p>
                <p className="quiet">{say('hash.why')}</p>
              </div>
            </section>
            <section className="sheet stack">
              <h2>{wordOf(say, words, 'state', proposal.state)}</h2>
              <Where proposal={proposal} />
              {proposal.state === 'PENDING' && (
                <div className="note warn">
                  <strong>{say('consequence')}</strong>
                  <Consequence action={proposal.action} />
                </div>
              )}
              <Signatures of={proposal} />
              {decides && <ProposalDecision proposal={proposal} />}
              <Link to={`${desk}/trail/objects/${proposal.proposalId}`}>{say('timeline')}</Link>
            </section>
          </div>
        </>
      )}
    </Asked>
  );
}

/** The reason of the proposal is often a fact of it, too: said once. */
function withoutReason({ payload, reason }: Proposal): Proposal['payload'] {
  return Object.fromEntries(
    Object.entries(payload).filter(([field, value]) => field !== 'reason' || value !== reason),
  );
}

function Where({
  proposal: { state, proposedAt, changedAt, note, waitsFor },
}: {
  proposal: Proposal;
}): ReactNode {
  const say = useWords(words);
  return (
    <dl className="facts">
      <dt>{say(state === 'PENDING' ? 'since' : 'at')}</dt>
      <dd>
        <Moment at={proposedAt} />
        {state === 'PENDING' && <p className="quiet">{say('deadline')}</p>}
      </dd>
      {waitsFor !== null && (
        <>
          <dt>{say('waits')}</dt>
          <dd>
            <PowerName of={waitsFor} />
          </dd>
        </>
      )}
      <dt>{say('changed')}</dt>
      <dd>
        <Moment at={changedAt} />
      </dd>
      {note !== '' && (
        <>
          <dt>{say('note')}</dt>
          <dd>{note}</dd>
        </>
      )}
    </dl>
  );
}

function Signatures({ of: { signatures } }: { of: Proposal }): ReactNode {
  const say = useWords(words);
  const powerName = usePowerName();
  return (
    <div>
      <h3>{say('signatures')}</h3>
      {signatures.length === 0 && <p className="quiet">{say('signed.none')}</p>}
      <ol>
        {signatures.map(({ by, power, seq, at }) => (
          <li key={seq}>
            <PersonName id={by} /> · <Moment at={at} /> ·{' '}
            <span className="quiet">{say('signed', { power: powerName(power), seq })}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
