import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { FactValue } from '../facts/facts';
import { PersonName } from '../facts/names';
import { PowerName } from '../facts/power-name';
import { Moment } from '../figures';
import { PagedTable } from '../paged-table';
import { Empty } from '../states';
import { useActionName } from './queries';
import { words } from './words';

type Proposal = Told<'Proposal'>;
type View = 'waiting' | 'mine' | 'all';
const VIEWS: readonly View[] = ['waiting', 'mine', 'all'];
const STATES = ['PENDING', 'EXECUTED', 'RETURNED', 'WITHDRAWN'] as const;
const LOOK_AGAIN_MS = 20_000;
/** What a matter is about, at a glance: the first of these facts that it has. */
const TELLING = ['accountId', 'fromAccountId', 'symbol', 'instrumentId', 'tradeId', 'quantity', 'day'];

export interface ProposalsTableProps {
  /** The desk's addresses below it: `inbox` leads to `inbox/:proposalId`. */
  readonly path: string;
  /** What is shown before a person has chosen: the inbox of who decides, all of it for who only reads. */
  readonly first: 'waiting' | 'all';
  /** One kind of matter alone. */
  readonly action?: string;
}

/** Matters under four eyes, newest first: what waits for me, mine, or all that I may see. */
export function ProposalsTable({ path, first, action }: ProposalsTableProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const nameOf = useActionName();
  const isReading = first === 'all';
  // Nothing waits for an auditor, and nothing is an auditor's.
  const isAuditor = usePower('audit.read:all');
  return (
    <PagedTable<Proposal>
      name={`${isReading ? 'proposals' : 'inbox'}${action === undefined ? '' : `-${action}`}`}
      label={say(isReading ? 'title.all' : 'title')}
      rowKey={({ proposalId }) => proposalId}
      refetchInterval={LOOK_AGAIN_MS}
      load={({ limit, after, filters, signal }) =>
        answer(
          api.GET('/api/v1/venues/{venue}/proposals', {
            params: {
              path: { venue },
              query: {
                limit,
                view: (filters['view'] as View | undefined) ?? first,
                ...(after !== undefined && { after }),
                ...(action !== undefined && { action }),
                ...(filters['state'] !== undefined && { state: filters['state'] as Proposal['state'] }),
              },
            },
            signal,
          }),
        )
      }
      filters={[
        ...(isAuditor
          ? []
          : [
              {
                field: 'view',
                label: say('view'),
                none: say(`view.${first}`),
                options: VIEWS.filter((view) => view !== first).map((value) => ({
                  value,
                  label: say(`view.${value}`),
                })),
              },
            ]),
        {
          field: 'state',
          label: say('state'),
          options: STATES.map((value) => ({ value, label: say(`state.${value}`) })),
        },
      ]}
      columns={[
        { title: say('at'), render: (_, { proposedAt }) => <Moment at={proposedAt} style="minute" /> },
        {
          title: say('action'),
          render: (_, { proposalId, action }) => (
            <Link
              to={`${desk}/${path}/${proposalId}`}
              aria-label={say('open.named', { action: nameOf(action) })}
            >
              {nameOf(action)}
            </Link>
          ),
        },
        { title: say('about'), render: (_, { payload }) => <Telling of={payload} /> },
        {
          title: say('reason'),
          width: 240,
          render: (_, { reason }) => (
            <div style={{ maxWidth: 320, whiteSpace: 'normal' }}>{reason || '—'}</div>
          ),
        },
        { title: say('maker'), render: (_, { maker }) => <PersonName id={maker} /> },
        { title: say('state'), render: (_, { state }) => wordOf(say, words, 'state', state) },
        {
          title: say('waits'),
          render: (_, { waitsFor }) =>
            waitsFor === null ? (
              '—'
            ) : (
              <div style={{ maxWidth: 220, whiteSpace: 'normal' }}>
                <PowerName of={waitsFor} />
              </div>
            ),
        },
      ]}
      empty={
        <Empty title={say('none')}>
          <p>{say(isReading ? 'none.audit' : 'none.next')}</p>
        </Empty>
      }
    />
  );
}

function Telling({ of }: { of: Proposal['payload'] }): ReactNode {
  const fields = TELLING.filter((field) => of[field] !== undefined && of[field] !== null).slice(0, 2);
  return (
    <span className="row">
      {fields.map((field) => (
        <span key={field}>
          <FactValue field={field} value={of[field]} />
        </span>
      ))}
    </span>
  );
}
