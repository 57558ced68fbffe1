import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { ActButton } from '../../parts/act-button';
import { Facts } from '../../parts/facts/facts';
import { ShortText, WholeText } from '../../parts/facts/copied-text';
import { PersonName } from '../../parts/facts/names';
import { Amount, Moment, ZoneLabel } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { PagedTable } from '../../parts/paged-table';
import { Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { BankNav } from './bank-nav';
import { words } from './bank-statement-words';
import { Proposed, Said } from './proposed';
import { StatementUpload } from './statement-upload';
import { useProblemTitle } from './use-problem-title';

type StatementFile = Told<'StatementFile'>;
const STATES = ['STAGED', 'QUARANTINED', 'RELEASED', 'DISCARDED'] as const;
const TONES = { STAGED: 'warn', QUARANTINED: 'bad', RELEASED: 'good', DISCARDED: 'quiet' } as const;

/** What the bank says happened: imported whole, held against every total, released by another person. */
export default function BankStatementsScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [said, setSaid] = useState<ReactNode>();
  return (
    <>
      <div className="screen-head">
        <h1>{say('statements')}</h1>
        <ZoneLabel />
      </div>
      <BankNav />
      <Said>{said}</Said>
      <StatementUpload onSaid={setSaid} />
      <PagedTable<StatementFile>
        name="bank-statements"
        label={say('statements')}
        rowKey={({ statementFileId }) => statementFileId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/bank-statements', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { state?: StatementFile['state'] }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'state',
            label: say('state'),
            options: STATES.map((value) => ({ value, label: say(`statement.${value}`) })),
          },
        ]}
        columns={[
          { title: say('file'), render: (_, { fileId }) => <code>{fileId}</code> },
          {
            title: say('state'),
            render: (_, { state }) => (
              <Mark tone={TONES[state]}>{wordOf(say, words, 'statement', state)}</Mark>
            ),
          },
          { title: say('act'), render: (_, file) => <Acts file={file} onSaid={setSaid} /> },
          { title: say('difference'), render: (_, { difference }) => <Difference of={difference} /> },
          { title: say('statement.figures'), render: (_, { statements }) => <Figures of={statements} /> },
          { title: say('imported.by'), render: (_, { importedBy }) => <PersonName id={importedBy} /> },
          { title: say('released.by'), render: (_, { releasedBy }) => <PersonName id={releasedBy} /> },
          { title: say('changed'), render: (_, { changedAt }) => <Moment at={changedAt} style="minute" /> },
          { title: say('digest'), render: (_, { sha256 }) => <ShortText of={sha256} /> },
          { title: say('note'), render: (_, { note }) => note || '—' },
        ]}
        empty={<Empty title={say('statements.none')}>{say('statements.none.next')}</Empty>}
      />
    </>
  );
}

function Figures({ of }: { of: StatementFile['statements'] }): ReactNode {
  const say = useWords(words);
  return of.map(({ statementId, opening, openingDay, closing, closingDay, lines, currency }) => (
    <div key={statementId}>
      <code>{statementId}</code> {openingDay} <Amount of={opening} /> → {closingDay}{' '}
      <Amount of={closing} unit={currency} />
      <span className="quiet"> · {say('lines.count', { count: lines })}</span>
    </div>
  ));
}

/** Why it is in quarantine, with both figures. */
function Difference({ of }: { of: StatementFile['difference'] }): ReactNode {
  const titleOf = useProblemTitle();
  if (of === null) return '—';
  const { code, data } = of as { code: string; data?: Record<string, unknown> };
  return (
    <div style={{ width: 320, whiteSpace: 'normal' }} data-difference={code}>
      <strong>{titleOf(code)}</strong>
      {data !== undefined && <Facts of={inMoney(data)} />}
    </div>
  );
}

/** A control total that differs counts lines, or money. */
function inMoney({ told, found, ...data }: Record<string, unknown>): Record<string, unknown> {
  if (told === undefined) return data;
  return data['total'] === 'lines' ? { ...data, told, found } : { ...data, toldFen: told, foundFen: found };
}

function Acts({ file, onSaid }: { file: StatementFile; onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { statementFileId, fileId, state, sha256, statements } = file;
  if (state !== 'STAGED' && state !== 'QUARANTINED') return null;
  const refresh = [
    ['bank-statements', venue],
    ['proposals', venue],
    ['inbox', venue],
  ];
  const params = (key: string) => ({
    path: { venue, file: statementFileId },
    header: { 'Idempotency-Key': key },
  });
  const count = statements.reduce((sum, { lines }) => sum + lines, 0);
  return (
    <div className="row">
      {state === 'STAGED' && (
        <ActButton
          label={say('release')}
          title={say('release.statement.title', { name: fileId })}
          act={say('release.act')}
          consequence={
            <div className="stack">
              <p>{say('release.statement.what', { count })}</p>
              <Figures of={statements} />
              <p>
                {say('digest')}: <WholeText of={sha256} />
              </p>
            </div>
          }
          size="small"
          isPrimary
          needsSecondPerson
          facts={statementFileId}
          perform={(_, key) =>
            answer(api.POST('/api/v1/venues/{venue}/bank-statements/{file}/release', { params: params(key) }))
          }
          refresh={refresh}
          onDone={(made) => onSaid(<Proposed made={made} />)}
        />
      )}
      <ActButton
        label={say('recheck')}
        title={say('recheck')}
        consequence={say('recheck.what')}
        size="small"
        facts={statementFileId}
        perform={(_, key) =>
          answer(api.POST('/api/v1/venues/{venue}/bank-statements/{file}/recheck', { params: params(key) }))
        }
        refresh={refresh}
        onDone={({ state: now, seq }) =>
          onSaid(say('recheck.done', { name: fileId, state: wordOf(say, words, 'statement', now), seq }))
        }
      />
      <ActButton
        label={say('discard')}
        title={say('discard.title', { name: fileId })}
        consequence={say('discard.statement.what', { count })}
        reason={say('note')}
        size="small"
        isDestructive
        facts={statementFileId}
        perform={(note, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/bank-statements/{file}/discard', {
              params: params(key),
              body: { note },
            }),
          )
        }
        refresh={refresh}
        onDone={({ seq }) => onSaid(say('discard.done', { name: fileId, seq }))}
      />
    </div>
  );
}
