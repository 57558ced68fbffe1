import { useQuery } from '@tanstack/react-query';
import { Checkbox, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { compare, grouped, typed } from '../../format/decimal';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ActButton } from '../act-button';
import { Field } from '../field';
import { FormPage } from '../form-page';
import { instrumentsQuery } from '../market-queries';
import { Asked, Empty } from '../states';
import { rightsQuery } from './queries';
import { words } from './step-words';

/** A part of one's right is offered: drafted here, submitted by another person of the plant. */
export default function ApplyScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <FormPage title={say('apply.title')} about={say('apply.about')} list="permits" back={say('apply.back')}>
      <Asked query={useQuery(rightsQuery(venue))}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('apply.none')}>{say('apply.next')}</Empty>
          ) : (
            <Form rights={items} />
          )
        }
      </Asked>
    </FormPage>
  );
}

function Form({ rights }: { rights: readonly Told<'PermitRight'>[] }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [chosen, setChosen] = useState(params.get('right') ?? undefined);
  const [draft, setDraft] = useState({ quantity: '', ground: '', buyer: '', across: false });
  const right = rights.find(({ rightId }) => rightId === chosen) ?? rights[0]!;
  const instrument = useQuery(instrumentsQuery(venue)).data?.items.find(
    ({ symbol }) => symbol === right.symbol,
  );
  const unit = instrument?.unitName ?? '';
  const quantity = typed(draft.quantity);
  const isQuantity = quantity !== undefined && compare(quantity, '0') > 0;
  return (
    <section className="sheet stack">
      <label>
        {say('apply.right')}
        <Select
          aria-label={say('apply.right')}
          className="wide"
          value={right.rightId}
          options={rights.map(({ rightId, symbol, quantity: whole, endDay }) => ({
            value: rightId,
            label: `${symbol} · ${grouped(whole)} · ${endDay}`,
          }))}
          onChange={setChosen}
        />
      </label>
      <Field
        label={say('apply.quantity')}
        unit={unit}
        isFigure
        value={draft.quantity}
        onChange={(text) => setDraft({ ...draft, quantity: text })}
      />
      <Field
        label={say('apply.ground')}
        most={500}
        value={draft.ground}
        onChange={(text) => setDraft({ ...draft, ground: text })}
        hint={say('apply.ground.hint')}
      />
      <Field
        label={say('apply.buyer')}
        most={64}
        value={draft.buyer}
        onChange={(text) => setDraft({ ...draft, buyer: text })}
        hint={say('apply.buyer.hint')}
      />
      <Checkbox
        checked={draft.across}
        onChange={({ target }) => setDraft({ ...draft, across: target.checked })}
      >
        {say('apply.across')}
      </Checkbox>
      <div>
        <ActButton
          label={say('apply.act')}
          title={say('apply.title')}
          act={say('apply.confirm')}
          isPrimary
          isReady={isQuantity && draft.ground.trim() !== ''}
          consequence={say('apply.what', {
            ...{ quantity: grouped(quantity ?? '—'), unit, symbol: right.symbol },
          })}
          facts={[right.rightId, draft]}
          perform={(_, key) =>
            answer(
              api.POST('/api/v1/venues/{venue}/permit-transfers', {
                params: { path: { venue }, header: { 'Idempotency-Key': key } },
                body: {
                  rightId: right.rightId,
                  quantity: quantity ?? '',
                  namedBuyerId: draft.buyer.trim() === '' ? null : draft.buyer.trim(),
                  acrossRegions: draft.across,
                  ground: draft.ground.trim(),
                },
              }),
            )
          }
          refresh={[['permit-transfers', venue]]}
          onDone={({ transferId }) => void navigate(`${desk}/permits/${transferId}`)}
        />
      </div>
    </section>
  );
}
