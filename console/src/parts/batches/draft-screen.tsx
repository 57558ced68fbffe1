import { Button, Input, Select } from 'antd';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../../api/client';
import type { Refusal } from '../../api/refusal';
import { useAct } from '../../api/use-act';
import { todayOf } from '../../format/instant';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { useAccounts, useInstruments } from '../facts/names';
import { Amount } from '../figures';
import { RefusalNote } from '../refusal-note';
import { Empty } from '../states';
import { type BatchLine, batchLines, totalOf } from './batch-lines';
import { FileHash, isFileHash } from './file-hash';
import { words } from './words';

const STAGES = ['', 'PRE', 'FINAL'] as const;

/** A table becomes a batch: seen row by row before anything is sent, every fault beside its row. */
export default function DraftScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const go = useNavigate();
  const id = useId();
  const accounts = useAccounts();
  const instruments = useInstruments().filter(({ state }) => state === 'TRADABLE');
  const [symbol, setSymbol] = useState<string>();
  const [year, setYear] = useState(() => todayOf(new Date()).slice(0, 4));
  const [text, setText] = useState('');
  const [stage, setStage] = useState<'' | 'PRE' | 'FINAL'>('');
  const [fileHash, setFileHash] = useState('');
  const lines = useMemo(() => batchLines(text, accounts), [text, accounts]);
  const wrong = lines.filter(({ fault }) => fault !== undefined);
  const chosen = symbol ?? instruments[0]?.symbol;
  const drafting = useAct({
    act: (body: Parameters<typeof draft>[1], key) => draft(venue, body, key),
    refresh: [['batches', venue]],
    onDone: ({ batchId }) => void go(`${desk}/batches/${batchId}`),
  });
  const isReady =
    chosen !== undefined &&
    lines.length > 0 &&
    wrong.length === 0 &&
    /^\d{4}$/.test(year) &&
    (fileHash === '' || isFileHash(fileHash));
  const save = (): void => {
    if (chosen === undefined) return;
    drafting.run({
      symbol: chosen,
      year: Number.parseInt(year, 10),
      ...(stage !== '' && { stage }),
      ...(fileHash !== '' && { fileHash }),
      lines: lines.map(({ accountId = '', quantity }) => ({ accountId, quantity })),
    });
  };
  return (
    <>
      <div className="screen-head">
        <h1>{say('draft.title')}</h1>
        <span className="push" />
        <Link to={`${desk}/batches`}>{say('back')}</Link>
      </div>
      <div className="columns">
        <section className="sheet stack">
          <label htmlFor={`${id}-symbol`}>{say('symbol')}</label>
          <Select
            id={`${id}-symbol`}
            value={chosen ?? null}
            onChange={setSymbol}
            notFoundContent={say('no.instrument')}
            options={instruments.map((one) => ({
              value: one.symbol,
              label: `${one.symbol} (${one.unitName})`,
            }))}
          />
          <label htmlFor={`${id}-year`}>
            {say('year')}
            <Input
              id={`${id}-year`}
              inputMode="numeric"
              maxLength={4}
              value={year}
              onChange={({ target }) => setYear(target.value)}
            />
          </label>
          <label htmlFor={`${id}-stage`}>{say('stage')}</label>
          <Select
            id={`${id}-stage`}
            value={stage}
            onChange={setStage}
            options={STAGES.map((value) => ({ value, label: say(`stage.${value === '' ? 'none' : value}`) }))}
          />
          {stage !== '' && <p className="quiet">{say('stage.what')}</p>}
          <label htmlFor={`${id}-table`}>
            {say('draft.table')}
            <br />
            <input
              id={`${id}-table`}
              type="file"
              accept=".csv,text/csv,text/plain"
              onChange={({ target }) => void target.files?.[0]?.text().then(setText)}
            />
          </label>
          <label htmlFor={`${id}-paste`}>
            {say('draft.paste')}
            <Input.TextArea
              id={`${id}-paste`}
              rows={5}
              value={text}
              placeholder={say('draft.sample')}
              onChange={({ target }) => setText(target.value)}
            />
          </label>
          <FileHash label={say('file.maker')} value={fileHash} onChange={setFileHash} />
          <p className="quiet">{say('submit.file')}</p>
        </section>
        <section className="sheet stack">
          <h2>{say('draft.preview', { count: lines.length, total: totalOf(lines) })}</h2>
          {lines.length === 0 ? (
            <Empty title={say('draft.empty')} />
          ) : (
            <Preview lines={lines} refusal={drafting.refusal} />
          )}
          {wrong.length > 0 && (
            <p className="note warn" role="status">
              {say('draft.wrong', { count: wrong.length })} {say('draft.fix')}
            </p>
          )}
          <RefusalNote refusal={drafting.refusal} />
          <Button type="primary" disabled={!isReady} loading={drafting.isRunning} onClick={save}>
            {say('draft.save')}
          </Button>
        </section>
      </div>
    </>
  );
}

type Draft = {
  symbol: string;
  year: number;
  stage?: 'PRE' | 'FINAL';
  fileHash?: string;
  lines: { accountId: string; quantity: string }[];
};

const draft = (venue: string, body: Draft, key: string) =>
  answer(
    api.POST('/api/v1/venues/{venue}/allocation-batches', {
      params: { path: { venue }, header: { 'Idempotency-Key': key } },
      body,
    }),
  );

function Preview({
  lines,
  refusal,
}: {
  lines: readonly BatchLine[];
  refusal: Refusal | undefined;
}): ReactNode {
  const say = useWords(words);
  // The door names a row by its place: `/lines/3/quantity`.
  const refused = (at: number): string | undefined => {
    const error = refusal?.problem.errors?.find(({ pointer }) => pointer.startsWith(`/lines/${at}/`));
    return error === undefined ? undefined : say('fault.door', { why: error.detail ?? error.code });
  };
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('lines')} style={{ maxHeight: 420 }}>
      <table className="dense" data-testid="preview">
        <thead>
          <tr>
            <th>#</th>
            <th>{say('account')}</th>
            <th className="number">{say('quantity')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => {
            const why = line.fault === undefined ? refused(at) : say(`fault.${line.fault}`);
            return (
              <tr key={line.row} data-fault={line.fault ?? ''}>
                <td>{say('draft.row', { row: line.row })}</td>
                <td>
                  {line.account || '—'}
                  {why !== undefined && <div style={{ color: 'var(--red)' }}>✖ {why}</div>}
                </td>
                <td className="number">
                  <Amount of={line.quantity || null} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
