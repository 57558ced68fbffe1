import { Button, Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { answer, api } from '../../api/client';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useAct } from '../../api/use-act';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ConfirmAct } from '../confirm-act';
import { OrganisationName, useAccounts, useInstruments, useNames } from '../facts/names';
import { Amount, Moment } from '../figures';
import { useDayFilters, useInstrumentFilter, wordFilter } from '../list-filters';
import { PagedTable } from '../paged-table';
import { ProposeAct } from '../proposals/propose-act';
import { Empty } from '../states';
import { words } from './words';

type KillSwitch = Told<'KillSwitch'>;

/** Who is barred where, by whom and why; engaging is one person's act, releasing is two persons'. */
export function KillSwitches({ onMade }: { onMade: (made: Told<'ProposalMade'>) => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const mayEngage = usePower('kill-switch.engage');
  const mayRelease = usePower('halt.propose');
  const [isOpen, setOpen] = useState(false);
  const [done, setDone] = useState<Told<'KillSwitchEngaged'>>();
  const [releasing, setReleasing] = useState<KillSwitch>();
  return (
    <>
      {done !== undefined && (
        <p className="note warn" role="status">
          {say('engage.done', { no: done.killSwitch, count: done.ordersCancelled, seq: done.seq })}
        </p>
      )}
      <PagedTable<KillSwitch>
        name="kill-switches"
        label={say('switches')}
        rowKey={({ killSwitch }) => String(killSwitch)}
        load={({ limit, after, filters, signal }) =>
          answer(
            api.GET('/api/v1/venues/{venue}/kill-switches', {
              params: {
                path: { venue },
                query: {
                  limit,
                  ...(after !== undefined && { after }),
                  ...(filters as { party?: KillSwitch['party'] }),
                },
              },
              signal,
            }),
          )
        }
        filters={[
          useInstrumentFilter(),
          wordFilter('party', say('party'), ['member', 'operator', 'regulator'], (one) =>
            say(`party.${one}`),
          ),
          wordFilter('state', say('state'), ['engaged', 'released'], (one) => say(`switch.${one}`)),
          ...useDayFilters(),
        ]}
        columns={[
          { title: say('switch.no'), align: 'right', dataIndex: 'killSwitch' },
          { title: say('party'), render: (_, { party }) => say(`party.${party}`) },
          {
            title: say('whom'),
            render: (_, { organisationId }) =>
              organisationId === null ? say('everybody') : <OrganisationName id={organisationId} />,
          },
          { title: say('where'), render: (_, { symbol }) => symbol ?? say('everywhere') },
          {
            title: say('reason'),
            render: (_, { reason }) => <div style={{ maxWidth: 240, whiteSpace: 'normal' }}>{reason}</div>,
          },
          {
            title: say('cancelled'),
            align: 'right',
            render: (_, { ordersCancelled }) => <Amount of={String(ordersCancelled)} />,
          },
          { title: say('engaged'), render: (_, { engagedAt }) => <Moment at={engagedAt} style="minute" /> },
          {
            title: say('released'),
            render: (_, one) =>
              one.releasedAt !== null ? (
                <Moment at={one.releasedAt} style="minute" />
              ) : (
                <span className="row">
                  <strong>{say('released.not')}</strong>
                  {mayRelease && one.party !== 'member' && (
                    <Button size="small" onClick={() => setReleasing(one)}>
                      {say('release')}
                    </Button>
                  )}
                </span>
              ),
          },
        ]}
        actions={
          mayEngage && (
            <Button danger type="primary" onClick={() => setOpen(true)}>
              {say('engage')}
            </Button>
          )
        }
        empty={
          <Empty title={say('switches.none')}>
            <p>{say('switches.none.next')}</p>
          </Empty>
        }
      />
      {mayEngage && (
        <Engage
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          onDone={(one) => {
            setDone(one);
            setOpen(false);
          }}
        />
      )}
      <ProposeAct
        isOpen={releasing !== undefined}
        title={say('release.title')}
        act={say('release.act')}
        consequence={<p>{say('release.what', { no: releasing?.killSwitch ?? 0 })}</p>}
        propose={({ reason }, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/kill-switches/{killSwitch}/release', {
              params: {
                path: { venue, killSwitch: String(releasing?.killSwitch ?? '') },
                header: { 'Idempotency-Key': key },
              },
              body: { reason },
            }),
          )
        }
        refresh={['kill-switches']}
        onClose={() => setReleasing(undefined)}
        onMade={(one) => {
          onMade(one);
          setReleasing(undefined);
        }}
      />
    </>
  );
}

interface Engaging {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: (done: Told<'KillSwitchEngaged'>) => void;
}

function Engage({ isOpen, onClose, onDone }: Engaging): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  // Whoever has an account can be barred.
  const titles = useNames();
  const members = [...new Map(useAccounts().map((one) => [one.organisationId, one.title]))];
  const instruments = useInstruments();
  const [whom, setWhom] = useState('');
  const [where, setWhere] = useState('');
  const [reason, setReason] = useState('');
  const nameOf = (orgId: string, title: string): string => titles.get(orgId) ?? title;
  const engaging = useAct({
    act: (body: { orgId: string | null; symbol: string | null; reason: string }, key) =>
      answer(
        api.POST('/api/v1/venues/{venue}/kill-switches', {
          params: { path: { venue }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    refresh: [
      ['kill-switches', venue],
      ['ticker', venue],
    ],
    onDone,
  });
  const barred = members.find(([orgId]) => orgId === whom);
  const isAll = whom === '' && where === '';
  return (
    <ConfirmAct
      isOpen={isOpen}
      isDestructive
      title={say('engage.title')}
      act={say('engage.act')}
      {...(isAll && { typeToConfirm: say('engage.type') })}
      consequence={
        <div className="stack">
          <p className="note bad">
            {say('engage.what', {
              whom: barred === undefined ? say('everybody') : nameOf(...barred),
              where: where === '' ? say('everywhere') : where,
            })}
          </p>
          <label htmlFor={`${id}-whom`}>{say('whom')}</label>
          <Select
            id={`${id}-whom`}
            value={whom}
            onChange={setWhom}
            options={[
              { value: '', label: say('everybody') },
              ...members.map(([orgId, title]) => ({ value: orgId, label: nameOf(orgId, title) })),
            ]}
          />
          <label htmlFor={`${id}-where`}>{say('where')}</label>
          <Select
            id={`${id}-where`}
            value={where}
            onChange={setWhere}
            options={[
              { value: '', label: say('everywhere') },
              ...instruments.map(({ symbol }) => ({ value: symbol, label: symbol })),
            ]}
          />
          <label htmlFor={`${id}-reason`}>
            {say('reason')}
            <Input
              id={`${id}-reason`}
              maxLength={500}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </label>
        </div>
      }
      isRunning={engaging.isRunning}
      refusal={engaging.refusal}
      isReady={reason.trim() !== ''}
      onAct={() => engaging.run({ orgId: whom || null, symbol: where || null, reason: reason.trim() })}
      onClose={onClose}
    />
  );
}
