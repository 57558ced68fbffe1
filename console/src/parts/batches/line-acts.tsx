import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { answer, api } from '../../api/client';
import { useMe } from '../../api/session';
import type { Told } from '../../api/told';
import { compare, grouped, isDecimal, minus, typed } from '../../format/decimal';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Field } from '../field';
import { ProposeAct } from '../proposals/propose-act';
import { words } from './words';

type Batch = Told<'AllocationBatchWithLines'>;
type Line = Batch['lines'][number];
type Act = 'recall' | 'handBack';

/** Who may have units of a line go back, and out of which states of the batch. */
const POWERS: Readonly<Record<Act, string>> = {
  recall: 'registry.propose',
  handBack: 'cancel-units.propose',
};
const GIVEN: readonly Batch['state'][] = ['DISTRIBUTED', 'PARTIALLY_RECALLED'];

/** How much the line can still give back; nothing where the act is not for it. */
function leftFor(act: Act, { state }: Batch, { quantity, recalled, owed }: Line): string {
  if (act === 'handBack') return owed;
  return GIVEN.includes(state) ? minus(quantity, recalled) : '0';
}

export function useLineActs(batch: Batch): readonly Act[] {
  const me = useMe();
  return (Object.keys(POWERS) as Act[]).filter(
    (act) =>
      me?.powers[POWERS[act]] !== undefined &&
      batch.lines.some((line) => compare(leftFor(act, batch, line), '0') > 0),
  );
}

interface LineActsProps {
  readonly batch: Batch;
  readonly line: Line;
  readonly acts: readonly Act[];
  readonly onMade: (made: Told<'ProposalMade'>) => void;
}

/** Units of one line go back: recalled by the registry, or handed back by whoever owes them. */
export function LineActs({ batch, line, acts, onMade }: LineActsProps): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [opened, setOpened] = useState<Act>();
  const [text, setText] = useState('');
  const quantity = typed(text) ?? '';
  const left = opened === undefined ? '0' : leftFor(opened, batch, line);
  const { title, accountId } = line;
  return (
    <span className="row">
      {acts
        .filter((act) => compare(leftFor(act, batch, line), '0') > 0)
        .map((act) => (
          <Button
            key={act}
            size="small"
            danger
            aria-label={`${say(`line.${act}`)} ${title}`}
            onClick={() => setOpened(act)}
          >
            {say(`line.${act}`)}
          </Button>
        ))}
      <ProposeAct
        isOpen={opened !== undefined}
        isDestructive
        title={title}
        act={say('line.act', { quantity: grouped(quantity) })}
        isReady={isDecimal(quantity) && compare(quantity, '0') > 0}
        consequence={
          opened !== undefined && (
            <div className="stack">
              <p>{say(`line.what.${opened}`, { title, symbol: batch.symbol })}</p>
              <p className="note">{say(`line.left.${opened}`, { left: grouped(left) })}</p>
              <Field label={say('quantity')} isFigure value={text} onChange={setText} />
            </div>
          )
        }
        propose={({ reason }, key) => {
          const params = { path: { venue }, header: { 'Idempotency-Key': key } };
          const body = { batchId: batch.batchId, accountId, quantity, reason };
          return opened === 'handBack'
            ? answer(api.POST('/api/v1/venues/{venue}/hand-backs', { params, body }))
            : answer(api.POST('/api/v1/venues/{venue}/recalls', { params, body }));
        }}
        refresh={['batches', 'holdings']}
        onClose={() => setOpened(undefined)}
        onMade={(made) => {
          setOpened(undefined);
          setText('');
          onMade(made);
        }}
      />
    </span>
  );
}
