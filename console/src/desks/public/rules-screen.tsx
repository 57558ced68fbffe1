import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { answer, api } from '../../api/client';
import type { components } from '../../api/generated/schema';
import { openRule } from '../../parts/open-rule';
import { Asked, Empty } from '../../parts/states';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { language } from '../../words/language';
import { plainValue } from './plain-value';
import './public.css';
import { words } from './words';

type Pack = components['schemas']['RulePack'];
interface RuleKey {
  readonly value: unknown;
  readonly unit?: string;
  readonly legalBasis: string;
}
interface WholePack {
  readonly keys: Readonly<Record<string, RuleKey>>;
}
const ALL = 500;
/** The rules a trader asks about first, in that order; the others stand below by their own names. */
const FIRST = [
  'session.windows.listed',
  'session.windows.block',
  'matcher',
  'band.pct.listed',
  'band.pct.block',
  'tick',
  'qtyMin.listed',
  'qtyMax.listed',
  't1.goods',
  't0.cash',
  'fee.listed.buy',
  'fee.listed.sell',
] as const;

/** What the market may and may not, each number with the law that it comes from. */
export default function RulesScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const packs = useQuery({
    queryKey: ['rule-packs', venue],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/rule-packs', {
          params: { path: { venue }, query: { limit: ALL } },
          signal,
        }),
      ),
  });
  return (
    <>
      <div className="screen-head">
        <h1>{say('rules.title')}</h1>
      </div>
      <p>{say('rules.what')}</p>
      <Asked query={packs}>
        {({ items }) => {
          const standing = items.filter(({ status }) => status === 'IN_FORCE');
          return standing.length === 0 ? (
            <Empty title={say('rules.none')}>{say('rules.none.next')}</Empty>
          ) : (
            <OfPack packs={standing} />
          );
        }}
      </Asked>
    </>
  );
}

function OfPack({ packs }: { packs: readonly Pack[] }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const [params, setParams] = useSearchParams();
  const pack = packs.find(({ rulePackId }) => rulePackId === params.get('pack')) ?? packs[0]!;
  const titleOf = ({ title, pack: name, version }: Pack): string =>
    `${language() === 'en' ? title.en : title.zh} · ${name}@${version}`;
  const whole = useQuery({
    queryKey: ['rule-packs', venue, pack.rulePackId],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/rule-packs/{pack}', {
          params: { path: { venue, pack: pack.rulePackId } },
          signal,
        }),
      ) as Promise<unknown> as Promise<WholePack>,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <div className="row">
        {packs.length === 1 ? (
          <strong>{titleOf(pack)}</strong>
        ) : (
          <Select
            aria-label={say('rules.pack')}
            value={pack.rulePackId}
            popupMatchSelectWidth={false}
            onChange={(next) => setParams({ pack: next })}
            options={packs.map((item) => ({ value: item.rulePackId, label: titleOf(item) }))}
          />
        )}
        <span className="quiet">{say('rules.from', { day: pack.effectiveFrom })}</span>
      </div>
      <Asked query={whole}>{({ keys }) => <Keys keys={keys} named={`${pack.pack}@${pack.version}`} />}</Asked>
    </>
  );
}

function Keys({ keys, named }: { keys: WholePack['keys']; named: string }): ReactNode {
  const say = useWords(words);
  const others = Object.keys(keys).filter((key) => !FIRST.includes(key as (typeof FIRST)[number]));
  return (
    <>
      <section className="sheet scroll" tabIndex={0} role="region" aria-label={say('rules.title')}>
        <table className="dense">
          <thead>
            <tr>
              <th>{say('rules.rule')}</th>
              <th>{say('rules.value')}</th>
              <th>{say('rules.basis')}</th>
            </tr>
          </thead>
          <tbody>
            {FIRST.flatMap((key) => {
              const rule = keys[key];
              return rule === undefined
                ? []
                : [
                    <tr key={key} data-rule={key}>
                      <td>{say(`rule.${key}`)}</td>
                      <td>{plainValue(rule.value, rule.unit)}</td>
                      <td className="quiet">{rule.legalBasis}</td>
                    </tr>,
                  ];
            })}
          </tbody>
        </table>
      </section>
      <section className="sheet stack">
        <h2>{say('rules.others', { count: others.length })}</h2>
        <div className="row">
          {others.map((key) => (
            <button
              key={key}
              type="button"
              className="rule-key"
              onClick={() => openRule({ pack: named, key })}
            >
              <code>{key}</code>
            </button>
          ))}
        </div>
      </section>
    </>
  );
}
