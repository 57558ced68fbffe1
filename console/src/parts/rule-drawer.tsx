import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { answer, api, type Page } from '../api/client';
import type { RuleBehind } from '../api/refusal';
import { useVenue } from '../shell/use-venue';
import { useWords, wordOf } from '../words/define-words';
import { Asked, Empty } from './states';
import { words } from './words';

interface RuleKey {
  readonly value: unknown;
  readonly unit?: string;
  readonly legalBasis: string;
  readonly status: string;
}
interface RulePack {
  readonly rulePackId: string;
  readonly pack: string;
  readonly version: string;
  readonly keys?: Readonly<Record<string, RuleKey>>;
}
const PACKS_MAX = 500;

/** `demo@1`, as refusals name it, among the packs of the venue. */
async function packNamed(venue: string, named: string, signal: AbortSignal): Promise<RulePack | null> {
  const where = { venue };
  const packs = await answer<Page<RulePack>>(
    api.GET('/api/v1/venues/{venue}/rule-packs', {
      params: { path: where, query: { limit: PACKS_MAX } },
      signal,
    }),
  );
  const found = packs.items.find(({ pack, version }) => `${pack}@${version}` === named);
  if (found === undefined) return null;
  return answer<RulePack>(
    api.GET('/api/v1/venues/{venue}/rule-packs/{pack}', {
      params: { path: { ...where, pack: found.rulePackId } },
      signal,
    }),
  );
}

/** The rule that decided: what it says, on which law, and how sure we are of it. */
export default function RuleDrawer({ rule, onClose }: { rule: RuleBehind; onClose: () => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const { pack = '', key = '' } = rule;
  const query = useQuery({
    queryKey: ['rule-pack', venue, pack],
    queryFn: ({ signal }) => packNamed(venue, pack, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Drawer open onClose={onClose} title={say('rule.title', { pack })} size="default">
      <Asked query={query}>
        {(found) => {
          const entry = found?.keys?.[key];
          if (found === null || entry === undefined) return <Empty title={say('rule.none')} />;
          return (
            <div className="stack">
              <dl className="facts">
                <dt>{say('rule.key')}</dt>
                <dd>
                  <code>{key}</code>
                </dd>
                <dt>{say('rule.value')}</dt>
                <dd>
                  <code>{JSON.stringify(entry.value)}</code> <span className="quiet">{entry.unit}</span>
                </dd>
                <dt>{say('refusal.legal')}</dt>
                <dd>{entry.legalBasis}</dd>
                <dt>{say('rule.mark')}</dt>
                <dd>{wordOf(say, words, 'rule.mark', entry.status)}</dd>
              </dl>
              <a
                href={`/api/v1/venues/${venue}/rule-packs/${found.rulePackId}`}
                target="_blank"
                rel="noreferrer"
              >
                {say('rule.whole')}
              </a>
            </div>
          );
        }}
      </Asked>
    </Drawer>
  );
}
