import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import type { Told } from '../../api/told';
import { grouped } from '../../format/decimal';
import { useDesk } from '../../shell/use-desk';
import { useCurrency, useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { useInstruments } from '../facts/names';
import { ProposeAct, ProposedNote } from '../proposals/propose-act';
import { packsQuery } from '../rules/queries';
import { type Draft, DRAFT, draftLike, type Field, FIELDS, missingIn, writtenFrom } from './instrument-draft';
import { words } from './words';

const KINDS = ['carbon', 'permit'] as const;
const NUMERIC: ReadonlySet<Field> = new Set(['vintage', 'unitScale', 'tick', 'lot', 'referencePrice']);

/** What an empty field means. */
const HINTS: Partial<Record<Field, 'new.symbol.hint' | 'sector.any' | 'vintage.none'>> = {
  symbol: 'new.symbol.hint',
  sector: 'sector.any',
  vintage: 'vintage.none',
};

/** A new instrument: everything that is fixed for good, seen as a sentence before it is proposed. */
export default function NewInstrumentScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const currency = useCurrency();
  const id = useId();
  const instruments = useInstruments();
  const packs = [...new Set(useQuery(packsQuery(venue)).data?.items.map(({ pack }) => pack))];
  const [draft, setDraft] = useState<Draft>(DRAFT);
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<Told<'ProposalMade'>>();
  const set = (field: Field, value: string): void => setDraft({ ...draft, [field]: value });
  const missing = missingIn(draft);
  const consequence = say('new.what', {
    ...{ symbol: draft.symbol.trim(), lot: grouped(draft.lot), unit: draft.unitName.trim() },
    ...{ tick: `${draft.tick} ${currency}`, price: `${draft.referencePrice} ${currency}` },
    pack: draft.rulePack,
  });
  return (
    <>
      <div className="screen-head">
        <h1>{say('new.title')}</h1>
        <span className="push" />
        <Link to={`${desk}/instruments`}>{say('back')}</Link>
      </div>
      <ProposedNote made={made} />
      <div className="columns">
        <section className="sheet stack">
          <h2>{say('new.left')}</h2>
          <label htmlFor={`${id}-like`}>{say('new.like')}</label>
          <Select
            id={`${id}-like`}
            value={null}
            onChange={(symbol: string | null) => {
              const like = instruments.find((one) => one.symbol === symbol);
              if (like !== undefined) setDraft(draftLike(like, draft.symbol));
            }}
            options={instruments.map(({ symbol }) => ({ value: symbol, label: symbol }))}
          />
          {FIELDS.map((field) => {
            const hint = HINTS[field];
            const label = <label htmlFor={`${id}-${field}`}>{say(field)}</label>;
            if (field === 'kind' || field === 'rulePack')
              return (
                <div key={field} className="stack">
                  {label}
                  <Select
                    id={`${id}-${field}`}
                    value={draft[field] || null}
                    onChange={(value: string | null) => set(field, value ?? '')}
                    options={
                      field === 'kind'
                        ? KINDS.map((value) => ({ value, label: say(`kind.${value}`) }))
                        : packs.map((value) => ({ value, label: value }))
                    }
                  />
                </div>
              );
            return (
              <div key={field} className="stack">
                {label}
                <Input
                  id={`${id}-${field}`}
                  type={field === 'expiry' ? 'date' : 'text'}
                  {...(NUMERIC.has(field) && { inputMode: 'decimal' as const })}
                  maxLength={field === 'symbol' ? 40 : 64}
                  {...(hint !== undefined && { placeholder: say(hint) })}
                  value={draft[field]}
                  onChange={({ target }) => set(field, target.value)}
                />
              </div>
            );
          })}
        </section>
        <section className="sheet stack">
          <h2>{say('new.right')}</h2>
          {missing.length > 0 ? (
            <p className="note">
              {say('new.fill', { fields: missing.map((field) => say(field)).join('、') })}
            </p>
          ) : (
            <p className="note warn">{consequence}</p>
          )}
          <Button type="primary" disabled={missing.length > 0} onClick={() => setOpen(true)}>
            {say('new')}
          </Button>
        </section>
      </div>
      <ProposeAct
        isOpen={isOpen}
        title={`${say('new.title')}: ${draft.symbol.trim()}`}
        act={say('new.act')}
        consequence={<p>{consequence}</p>}
        propose={({ reason }, key) =>
          answer(
            api.POST('/api/v1/venues/{venue}/instruments', {
              params: { path: { venue }, header: { 'Idempotency-Key': key } },
              body: { ...writtenFrom(draft), reason },
            }),
          )
        }
        refresh={['instruments']}
        onClose={() => setOpen(false)}
        onMade={(one) => {
          setMade(one);
          setOpen(false);
          setDraft(DRAFT);
        }}
      />
    </>
  );
}
