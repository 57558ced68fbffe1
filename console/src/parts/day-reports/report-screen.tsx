import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { answer, api } from '../../api/client';
import { download } from '../../api/download';
import { asRefusal, type Refusal } from '../../api/refusal';
import { usePower } from '../../api/session';
import type { Told } from '../../api/told';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { WholeText } from '../facts/copied-text';
import { Moment } from '../figures';
import { RefusalNote } from '../refusal-note';
import { Asked } from '../states';
import { type OpenReport, ReportTables } from './report-tables';
import { verifyReport } from './verify-report';
import { words } from './words';

/** One day as it was signed: shown from the very text that was hashed, and checked here. */
export default function ReportScreen(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const { day = '' } = useParams();
  const query = useQuery({
    queryKey: ['day-reports', venue, 'one', day],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/venues/{venue}/day-reports/{day}', { params: { path: { venue, day } }, signal }),
      ),
  });
  return (
    <Asked query={query}>
      {(report) => (
        <>
          <div className="screen-head">
            <h1>{say('one.title', { day })}</h1>
            <Moment at={report.at} />
            <span className="push" />
            <Link to={`${desk}/day-reports`}>{say('back')}</Link>
          </div>
          <Verdict report={report} />
          <Downloads report={report} />
          <ReportTables open={JSON.parse(report.open) as OpenReport} />
          <section className="sheet">
            <dl className="facts">
              <dt>{say('hash.open')}</dt>
              <dd>
                <WholeText of={report.openHash} />
              </dd>
              <dt>{say('hash.full')}</dt>
              <dd>
                <WholeText of={report.fullHash} />
              </dd>
            </dl>
          </section>
        </>
      )}
    </Asked>
  );
}

function Verdict({ report }: { report: Told<'OpenDayReport'> }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const query = useQuery({
    queryKey: ['day-reports', venue, 'verdict', report.day, report.openHash],
    queryFn: ({ signal }) => verifyReport(venue, report, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (query.isError) return <RefusalNote refusal={asRefusal(query.error)} />;
  const verdict = query.data;
  if (verdict === undefined)
    return (
      <p className="note" role="status">
        {say('verifying')}
      </p>
    );
  return (
    <p
      className={`note ${verdict.ok ? 'good' : 'bad'}`}
      role="status"
      data-proof={verdict.ok ? 'verified' : 'broken'}
    >
      {verdict.ok
        ? `✔ ${say('verified', { key: verdict.key })}`
        : `✖ ${say('broken', { why: say(`broken.${verdict.fault}`) })}`}
    </p>
  );
}

/** Bytes that were signed are kept as they are: no byte is added that would change their hash. */
function keep(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function Downloads({ report: { day, open, note } }: { report: Told<'OpenDayReport'> }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const seesAll = usePower('reconciliation.read');
  const [refusal, setRefusal] = useState<Refusal>();
  const failed = (error: unknown): void => setRefusal(asRefusal(error));
  const takeFull = async (): Promise<void> => {
    const { full } = await answer(
      api.GET('/api/v1/venues/{venue}/day-reports/{day}/full', { params: { path: { venue, day } } }),
    );
    keep(full, `${venue}-${day}.full.json`);
  };
  const takeText = (): Promise<unknown> =>
    download(
      `/api/v1/venues/${venue}/day-reports/${day}/text`,
      {},
      { accept: 'text/plain', name: `${venue}-${day}.txt` },
    );
  return (
    <div className="row">
      <Button onClick={() => void takeText().catch(failed)}>{say('take.text')}</Button>
      <Button onClick={() => keep(open, `${venue}-${day}.open.json`)}>{say('take.open')}</Button>
      <Button onClick={() => keep(note, `${venue}-${day}.note`)}>{say('take.note')}</Button>
      {seesAll && <Button onClick={() => void takeFull().catch(failed)}>{say('take.full')}</Button>}
      <RefusalNote refusal={refusal} />
    </div>
  );
}
