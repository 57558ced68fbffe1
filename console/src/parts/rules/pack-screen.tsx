import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { WholeText } from '../facts/copied-text';
import { PersonName } from '../facts/names';
import { Moment } from '../figures';
import { Asked, Empty } from '../states';
import { titleIn } from './packs-screen';
import { packQuery } from './queries';
import { words } from './words';

export interface Rule {
  readonly value: unknown;
  readonly unit: string;
  readonly legalBasis: string;
  readonly status: string;
}

/** One pack: who signed it, from when to when, and every rule with its basis in law. */
export default function PackScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { packId = '' } = useParams();
  const [wanted, setWanted] = useState('');
  return (
    <Asked query={useQuery(packQuery(venue, packId))}>
      {(pack) => {
        const rules = Object.entries(pack.keys as unknown as Record<string, Rule>).filter(
          ([key, { legalBasis }]) => `${key} ${legalBasis}`.toLowerCase().includes(wanted.toLowerCase()),
        );
        return (
          <>
            <div className="screen-head">
              <h1>
                {pack.pack} @ {pack.version}
              </h1>
              <strong>{wordOf(say, words, 'status', pack.status)}</strong>
              <span className="push" />
              <Link to={`${desk}/rules`}>{say('back')}</Link>
            </div>
            <section className="sheet">
              <dl className="facts">
                <dt>{say('name')}</dt>
                <dd>{titleIn(pack.title)}</dd>
                <dt>{say('from')}</dt>
                <dd>{pack.effectiveFrom}</dd>
                <dt>{say('to')}</dt>
                <dd>{pack.effectiveTo ?? say('to.none')}</dd>
                <dt>{say('proposed')}</dt>
                <dd>{pack.proposedBy === null ? say('loaded') : <PersonName id={pack.proposedBy} />}</dd>
                <dt>{say('approved')}</dt>
                <dd>
                  <PersonName id={pack.approvedBy} /> · <Moment at={pack.at} />
                </dd>
                <dt>{say('hash')}</dt>
                <dd>
                  <WholeText of={pack.packHash} />
                </dd>
              </dl>
            </section>
            <section className="sheet stack">
              <header>
                <h2>{say('keys')}</h2>
                <span className="push" />
                <Input
                  aria-label={say('filter')}
                  placeholder={say('filter')}
                  style={{ width: 220 }}
                  allowClear
                  value={wanted}
                  onChange={({ target }) => setWanted(target.value)}
                />
              </header>
              {rules.length === 0 ? <Empty title={say('filter.none')} /> : <Rules rules={rules} />}
            </section>
          </>
        );
      }}
    </Asked>
  );
}

export function Rules({ rules }: { rules: readonly (readonly [string, Rule])[] }): ReactNode {
  const say = useWords(words);
  const inOrder = [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={say('keys')}>
      <table className="dense">
        <thead>
          <tr>
            <th>{say('key')}</th>
            <th>{say('value')}</th>
            <th>{say('unit')}</th>
            <th>{say('basis')}</th>
            <th>{say('mark')}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder.map(([key, { value, unit, legalBasis, status }]) => (
            <tr key={key}>
              <td>
                <code>{key}</code>
              </td>
              <td style={{ minWidth: 140, maxWidth: 420 }}>
                <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
              </td>
              <td>{unit}</td>
              <td style={{ minWidth: 160 }}>{legalBasis}</td>
              <td>{wordOf(say, words, 'mark', status)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
