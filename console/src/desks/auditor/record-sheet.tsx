import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { answer, api } from '../../api/client';
import { ProofBadge } from '../../parts/proof/proof-badge';
import { Asked } from '../../parts/states';
import { useWords } from '../../words/define-words';
import { words } from './words';

/** One record as it was written, what its sender was told of it, and its proof. */
export function RecordSheet({ log, seq }: { log: string; seq: number }): ReactNode {
  const say = useWords(words);
  const query = useQuery({
    queryKey: ['records', log, seq],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/logs/{log}/records/{seq}', { params: { path: { log, seq } }, signal })),
    retry: false,
  });
  return (
    <section className="sheet stack">
      <h2>
        {log} · {seq}
      </h2>
      <ProofBadge log={log} seq={seq} />
      <Asked query={query}>
        {({ line, told, tlogProof }) => (
          <>
            <Text title={say('record.whole')} text={line ?? told} />
            <Text title={say('record.told')} text={told} />
            <div>
              <Button onClick={() => keep(tlogProof, `${log}-${seq}.tlog-proof`)}>
                {say('record.take')}
              </Button>
            </div>
          </>
        )}
      </Asked>
    </section>
  );
}

function Text({ title, text }: { title: string; text: string }): ReactNode {
  return (
    <div>
      <h3>{title}</h3>
      <pre
        className="scroll"
        tabIndex={0}
        role="region"
        aria-label={title}
        style={{ maxHeight: 320, whiteSpace: 'pre-wrap' }}
      >
        <code>{pretty(text)}</code>
      </pre>
    </div>
  );
}

/** For the eye: integers beyond a float's reach stay as they were written, so nothing is parsed that holds one. */
function pretty(text: string): string {
  if (/\d{16,}/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function keep(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
