import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../../api/client';
import { asRefusal } from '../../api/refusal';
import { Amount, Moment } from '../../parts/figures';
import { RefusalNote } from '../../parts/refusal-note';
import { beginAnew, checkLog, type LogCheck } from '../../proof/check-log';
import { keptLog } from '../../proof/kept-log';
import { CheckpointFacts, Long, Verdict } from '../../proof/proof-shown';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { words } from './words';

/** Whom to believe: nobody. What this browser can work out by itself, and how to do the rest. */
export default function VerifyScreen(): ReactNode {
  const say = useWords(words);
  return (
    <>
      <div className="screen-head">
        <h1>{say('verify.title')}</h1>
      </div>
      <p>{say('verify.what')}</p>
      <div className="columns">
        <InBrowser />
        <CertificateCheck />
        <Yourself />
      </div>
    </>
  );
}

function InBrowser(): ReactNode {
  const say = useWords(words);
  const log = useVenue();
  const checking = useMutation({ mutationFn: () => checkLog(log) });
  const kept = keptLog(log);
  return (
    <section className="sheet stack" aria-labelledby="in-browser">
      <h2 id="in-browser">{say('verify.browser')}</h2>
      <p>
        {kept === undefined ? (
          say('verify.first')
        ) : (
          <>
            {say('verify.seen', { size: kept.size })} <Moment at={kept.at} />
          </>
        )}
      </p>
      <div className="row">
        <Button type="primary" data-verify loading={checking.isPending} onClick={() => checking.mutate()}>
          {say('verify.act')}
        </Button>
      </div>
      {checking.error !== null && <RefusalNote refusal={asRefusal(checking.error)} />}
      {checking.data !== undefined && <Result check={checking.data} />}
    </section>
  );
}

function Result({ check }: { check: LogCheck }): ReactNode {
  const say = useWords(words);
  const log = useVenue();
  const [isForgotten, setForgotten] = useState(false);
  const { signature, before, growth, sample, keys } = check;
  return (
    <div className="stack" data-testid="verdicts">
      <Verdict title={say('verify.signature')} judgement={signature} />
      {growth === undefined ? (
        <p className="note">{say('verify.growth.first')}</p>
      ) : (
        <Verdict title={say('verify.growth', { size: before?.size ?? 0 })} judgement={growth} />
      )}
      {sample !== undefined && (
        <Verdict title={say('verify.sample', { seq: sample.seq })} judgement={sample.judgement} />
      )}
      <CheckpointFacts judgement={signature} />
      <div>
        <span className="quiet">{say('verify.keys')}</span>
        {keys.map((key) => (
          <div key={key}>
            <Long text={key} />
          </div>
        ))}
      </div>
      {before !== undefined && (
        <div>
          <Button
            size="small"
            disabled={isForgotten}
            onClick={() => {
              beginAnew(log);
              setForgotten(true);
            }}
          >
            {say(isForgotten ? 'verify.forgotten' : 'verify.forget')}
          </Button>
        </div>
      )}
    </div>
  );
}

function CertificateCheck(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const id = useId();
  const [code, setCode] = useState('');
  const looking = useMutation({
    mutationFn: () =>
      answer(
        api.GET('/api/v1/venues/{venue}/certificates/{code}', {
          params: { path: { venue, code: code.trim() } },
        }),
      ),
  });
  const found = looking.data;
  return (
    <section className="sheet stack" aria-labelledby="certificate">
      <h2 id="certificate">{say('certificate.title')}</h2>
      <p>{say('certificate.what')}</p>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          looking.mutate();
        }}
      >
        <label htmlFor={id}>{say('certificate.code')}</label>
        <Input
          id={id}
          value={code}
          autoComplete="off"
          style={{ maxWidth: 280 }}
          onChange={({ target }) => setCode(target.value)}
        />
        <Button htmlType="submit" disabled={code.trim() === ''} loading={looking.isPending}>
          {say('certificate.act')}
        </Button>
      </form>
      {looking.error !== null && <RefusalNote refusal={asRefusal(looking.error)} />}
      {found !== undefined && (
        <dl className="facts" data-testid="certificate">
          <dt>{say('allocations.holder')}</dt>
          <dd>{found.account}</dd>
          <dt>{say('overview.symbol')}</dt>
          <dd>{found.symbol}</dd>
          <dt>{say('allocations.quantity')}</dt>
          <dd>
            <Amount of={found.quantity} unit={found.unit} />
          </dd>
          <dt>{say('certificate.frozen')}</dt>
          <dd>
            <Amount of={found.frozen} unit={found.unit} />
          </dd>
          <dt>{say('cancellations.at')}</dt>
          <dd>
            <Moment at={found.at} />
          </dd>
          <dt>{say('certificate.seq')}</dt>
          <dd>{found.seq}</dd>
          <dt>{say('certificate.hash')}</dt>
          <dd>
            <Long text={found.journalHash} />
          </dd>
        </dl>
      )}
    </section>
  );
}

function Yourself(): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  return (
    <section className="sheet stack" aria-labelledby="yourself">
      <h2 id="yourself">{say('yourself.title')}</h2>
      <ol>
        <li>{say('yourself.keep')}</li>
        <li>
          {say('yourself.bundle')} <code>node verifier/bin/airshed-verify.js mine.bundle --key …</code>
        </li>
        <li>{say('yourself.witness')}</li>
      </ol>
      <p>{say('yourself.limits')}</p>
      <p className="row">
        <a href={`/api/v1/logs/${venue}/checkpoint`}>{say('yourself.checkpoint')}</a>
        <a href={`/api/v1/logs/${venue}/keys`}>{say('yourself.keys')}</a>
        <Link to={`/${venue}/public/rules`}>{say('rules.title')}</Link>
      </p>
    </section>
  );
}
