import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { Asked, Empty } from '../states';
import { ChangesTable } from './changes-table';
import { packChanges } from './pack-changes';
import { packQuery } from './queries';
import { words } from './words';

/** Two packs side by side; the address names both, so that the comparison can be sent to somebody. */
export default function CompareScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const [params] = useSearchParams();
  const [older, newer] = [params.get('old') ?? '', params.get('new') ?? ''];
  const before = useQuery({ ...packQuery(venue, older), enabled: older !== '' });
  const after = useQuery({ ...packQuery(venue, newer), enabled: newer !== '' });
  return (
    <>
      <div className="screen-head">
        <h1>{say('compare')}</h1>
        <span className="push" />
        <Link to={`${desk}/rules`}>{say('back')}</Link>
      </div>
      {older === '' || newer === '' ? (
        <Empty title={say('compare.choose')}>
          <Link to={`${desk}/rules`}>{say('back')}</Link>
        </Empty>
      ) : (
        <Asked query={before}>
          {(old) => (
            <Asked query={after}>
              {(now) => {
                const changes = packChanges(old, now);
                return (
                  <section className="sheet stack">
                    <p>
                      {say('compare.old')}: <strong>{`${old.pack} @ ${old.version}`}</strong> →{' '}
                      {say('compare.new')}: <strong>{`${now.pack} @ ${now.version}`}</strong>
                    </p>
                    {changes.length === 0 ? (
                      <Empty title={say('compare.same')} />
                    ) : (
                      <>
                        <p className="quiet">{say('compare.count', { count: changes.length })}</p>
                        <ChangesTable changes={changes} />
                      </>
                    )}
                  </section>
                );
              }}
            </Asked>
          )}
        </Asked>
      )}
    </>
  );
}
