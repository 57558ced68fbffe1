import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { WholeText } from '../facts/copied-text';
import { PersonName } from '../facts/names';
import { Amount, Moment, ZoneLabel } from '../figures';
import { ProposedNote } from '../proposals/propose-act';
import { Asked } from '../states';
import { BatchActs } from './batch-acts';
import { LineActs, useLineActs } from './line-acts';
import { words } from './words';

type Batch = Told<'AllocationBatchWithLines'>;
const SERIALS = 500;

/** One batch: maker and checker side by side, the one hash that both must have, the lines and what became of them. */
export default function BatchScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { batchId = '' } = useParams();
  const query = useQuery({
    queryKey: ['batches', venue, 'one', batchId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/allocation-batches/{batch}', {
          params: { path: { venue, batch: batchId } },
          signal,
        }),
      ),
  });
  return (
    <Asked query={query}>
      {(batch) => (
        <>
          <div className="screen-head">
            <h1>
              {batch.symbol} {batch.year} · <Amount of={batch.total} />
            </h1>
            <strong data-testid="batch-state">{wordOf(say, words, 'state', batch.state)}</strong>
            {batch.stage !== null && <span>{say(`stage.${batch.stage}`)}</span>}
            <ZoneLabel />
            <span className="push" />
            <Link to={`${desk}/batches`}>{say('back')}</Link>
          </div>
          <div className="columns">
            <section className="sheet stack">
              <h2>{say('maker')}</h2>
              <dl className="facts">
                <dt>{say('drafted.by')}</dt>
                <dd>
                  <PersonName id={batch.draftedBy} />
                </dd>
                <dt>{say('submitted.by')}</dt>
                <dd>{batch.submittedBy === '' ? say('nobody') : <PersonName id={batch.submittedBy} />}</dd>
                <dt>{say('file.maker')}</dt>
                <dd data-testid="maker-hash">
                  {batch.fileHash === '' ? say('file.none') : <WholeText of={batch.fileHash} />}
                </dd>
              </dl>
            </section>
            <section className="sheet stack">
              <h2>{say('checker')}</h2>
              <dl className="facts">
                <dt>{say('approved.by')}</dt>
                <dd>{batch.approvedBy === '' ? say('nobody') : <PersonName id={batch.approvedBy} />}</dd>
                <dt>{say('changed')}</dt>
                <dd>
                  <Moment at={batch.changedAt} />
                </dd>
                {batch.note !== '' && (
                  <>
                    <dt>{say('note')}</dt>
                    <dd>{batch.note}</dd>
                  </>
                )}
              </dl>
              <BatchActs batch={batch} />
              <Link to={`${desk}/trail/objects/${batch.batchId}`}>{say('timeline')}</Link>
            </section>
          </div>
          <Lines batch={batch} />
        </>
      )}
    </Asked>
  );
}

function Lines({ batch }: { batch: Batch }): ReactNode {
  const say = useWords(words);
  const acts = useLineActs(batch);
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const isBorn = ['DISTRIBUTED', 'PARTIALLY_RECALLED', 'CLOSED'].includes(batch.state);
  // What a file says and what is given differ only where a batch has a stage.
  const amounts =
    batch.stage === null
      ? (['quantity', 'recalled', 'owed'] as const)
      : (['approved', 'deducted', 'quantity', 'recalled', 'owed'] as const);
  return (
    <section className="sheet stack">
      <h2>{say('lines')}</h2>
      <ProposedNote made={made} />
      <div className="scroll" tabIndex={0} role="region" aria-label={say('lines')}>
        <table className="dense">
          <thead>
            <tr>
              <th>{say('account')}</th>
              {amounts.map((name) => (
                <th key={name} className="number">
                  {say(name)}
                </th>
              ))}
              {isBorn && <th>{say('serials')}</th>}
              {acts.length > 0 && <th>{say('acts')}</th>}
            </tr>
          </thead>
          <tbody>
            {batch.lines.map((line) => (
              <tr key={line.accountId}>
                <td style={{ minWidth: 120 }}>{line.title}</td>
                {amounts.map((name) => (
                  <td key={name} className="number">
                    <Amount of={line[name]} />
                  </td>
                ))}
                {isBorn && (
                  <td>
                    <Serials accountId={line.accountId} symbol={batch.symbol} />
                  </td>
                )}
                {acts.length > 0 && (
                  <td>
                    <LineActs batch={batch} line={line} acts={acts} onMade={setMade} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Asked for when somebody wants to see them: a batch may have thousands of lines. */
function Serials({ accountId, symbol }: { accountId: string; symbol: string }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [isAsked, setAsked] = useState(false);
  const query = useQuery({
    enabled: isAsked,
    queryKey: ['serials', venue, accountId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/accounts/{account}/serials', {
          params: { path: { venue, account: accountId }, query: { limit: SERIALS } },
          signal,
        }),
      ),
  });
  if (!isAsked)
    return (
      <Button size="small" onClick={() => setAsked(true)}>
        {say('serials.show')}
      </Button>
    );
  return (
    <Asked query={query}>
      {({ items }) => {
        const blocks = items.filter((block) => block.symbol === symbol);
        if (blocks.length === 0) return <span className="quiet">{say('serials.none')}</span>;
        return (
          <span className="row number" data-testid="serials">
            {blocks.map(({ first, last }) => (
              <span key={first}>
                {first}–{last}
              </span>
            ))}
          </span>
        );
      }}
    </Asked>
  );
}
