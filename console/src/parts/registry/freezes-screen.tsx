import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { AccountName } from '../facts/names';
import { Moment, ZoneLabel } from '../figures';
import { useAccountFilter, useDayFilters, useInstrumentFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { ProposedNote } from '../proposals/propose-act';
import { Empty } from '../states';
import { FlagCheck } from './flag-check';
import { FreezeSerials, FreezeUnits } from './freezing';
import { ReleaseFreeze } from './releasing';
import { SerialTrace } from './serial-trace';
import { words } from './words';

type Freeze = Told<'FreezeOrder'>;
type Opened = 'serials' | 'units' | Freeze;

/** What is frozen, on whose word and until when; new freezes and releases are proposals. */
export default function FreezesScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const mayPropose = usePower('registry.propose');
  const [opened, setOpened] = useState<Opened>();
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const close = (): void => setOpened(undefined);
  const keep = (one: Told<'ProposalMade'>): void => {
    setMade(one);
    close();
  };
  return (
    <>
      <div className="screen-head">
        <h1>{say('freezes.title')}</h1>
        <ZoneLabel />
      </div>
      <ProposedNote made={made} />
      <PagedTable<Freeze>
        name="freezes"
        label={say('freezes.title')}
        rowKey={({ freezeId }) => freezeId}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/freezes', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as {
                    state?: 'ACTIVE';
                    kind?: 'UNITS';
                    accountId?: string;
                    symbol?: string;
                    from?: string;
                    to?: string;
                  }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          {
            field: 'state',
            label: say('freeze.state'),
            options: (['ACTIVE', 'RELEASED', 'EXPIRED'] as const).map((value) => ({
              value,
              label: say(`freeze.state.${value}`),
            })),
          },
          {
            field: 'kind',
            label: say('freeze'),
            options: (['SERIALS', 'UNITS', 'ACCOUNT'] as const).map((value) => ({
              value,
              label: say(`freeze.${value}`),
            })),
          },
          useAccountFilter(),
          useInstrumentFilter(),
          ...useDayFilters(),
        ]}
        columns={[
          { title: say('freeze'), render: (_, freeze) => <What freeze={freeze} /> },
          {
            title: say('reason'),
            render: (_, { reason, stolen }) => (
              <div style={{ maxWidth: 200, whiteSpace: 'normal' }}>
                {stolen && <strong>{say('stolen')} · </strong>}
                {reason}
              </div>
            ),
          },
          {
            title: say('authority'),
            render: (_, { authority }) => (
              <div style={{ maxWidth: 160, whiteSpace: 'normal' }}>{authority || '—'}</div>
            ),
          },
          { title: say('document'), render: (_, { documentNo }) => documentNo || '—' },
          { title: say('since'), render: (_, { frozenAt }) => <Moment at={frozenAt} style="minute" /> },
          {
            title: say('until'),
            render: (_, { until }) => (until === null ? say('until.none') : <Moment at={until} />),
          },
          { title: say('freeze.state'), render: (_, { state }) => say(`freeze.state.${state}`) },
          ...(mayPropose
            ? [
                {
                  title: say('release'),
                  render: (_: unknown, freeze: Freeze) => (
                    <Release freeze={freeze} onRelease={() => setOpened(freeze)} />
                  ),
                },
              ]
            : []),
        ]}
        actions={
          mayPropose && (
            <>
              <Button danger onClick={() => setOpened('serials')}>
                {say('serials.freeze')}
              </Button>
              <Button danger onClick={() => setOpened('units')}>
                {say('units.freeze')}
              </Button>
            </>
          )
        }
        empty={
          <Empty title={say('freezes.none')}>
            <p>{say('freezes.none.next')}</p>
          </Empty>
        }
      />
      <div className="columns">
        <FlagCheck />
        <SerialTrace />
      </div>
      <FreezeSerials isOpen={opened === 'serials'} onClose={close} onMade={keep} />
      <FreezeUnits isOpen={opened === 'units'} onClose={close} onMade={keep} />
      <ReleaseFreeze freeze={typeof opened === 'object' ? opened : undefined} onClose={close} onMade={keep} />
    </>
  );
}

function What({
  freeze: { kind, accountId, symbol, firstSerial, lastSerial },
}: {
  freeze: Freeze;
}): ReactNode {
  const say = useWords(words);
  return (
    <span className="row" style={{ maxWidth: 240, whiteSpace: 'normal', gap: '0 8px' }}>
      <span className="quiet">{say(`freeze.${kind}`)}</span>
      {accountId !== null && <AccountName id={accountId} />}
      {symbol}
      {firstSerial !== null && (
        <span className="number">
          {firstSerial}–{lastSerial}
        </span>
      )}
    </span>
  );
}

/** Serials and quantities are released here; an account where it is. */
function Release({ freeze, onRelease }: { freeze: Freeze; onRelease: () => void }): ReactNode {
  const say = useWords(words);
  const desk = useDesk();
  if (freeze.state !== 'ACTIVE') return null;
  if (freeze.kind !== 'ACCOUNT')
    return (
      <Button size="small" onClick={onRelease}>
        {say('release')}
      </Button>
    );
  if (freeze.accountId !== null)
    return <Link to={`${desk}/accounts/${freeze.accountId}`}>{say('release.account')}</Link>;
  return null;
}
