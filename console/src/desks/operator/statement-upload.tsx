import { Button } from 'antd';
import { type ReactNode, useId, useRef, useState } from 'react';
import { answer, api } from '../../api/client';
import { useAct } from '../../api/use-act';
import { RefusalNote } from '../../parts/refusal-note';
import { useVenue } from '../../shell/use-venue';
import { useWords, wordOf } from '../../words/define-words';
import { words } from './bank-statement-words';
import './operator.css';
import { TextField } from './text-field';
import { useProblemTitle } from './use-problem-title';

const CHUNK = 8_192;
const DIGEST = /^[0-9a-f]{64}$/;

interface Chosen {
  readonly name: string;
  readonly content: string;
}

async function read(file: File): Promise<Chosen> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // A whole file at once would be more arguments than a call may have.
  for (let from = 0; from < bytes.length; from += CHUNK)
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK));
  return { name: file.name, content: btoa(text) };
}

/**
 * A statement of the bank. The digest is asked for and never filled in: it is worth something because it came by another
 * way than the file.
 */
export function StatementUpload({ onSaid }: { onSaid: (said: ReactNode) => void }): ReactNode {
  const say = useWords(words);
  const id = useId();
  const venue = useVenue();
  const titleOf = useProblemTitle();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<Chosen>();
  const [fileId, setFileId] = useState('');
  const [told, setTold] = useState('');
  const sha256 = told.replaceAll(/\s/g, '').toLowerCase();
  const uploading = useAct({
    act: (body: { fileId: string; sha256: string; content: string }, key) =>
      answer(
        api.POST('/api/v1/venues/{venue}/bank-statements', {
          params: { path: { venue }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    refresh: [['bank-statements', venue]],
    onDone: ({ state, difference, lines, seq }) => {
      setFile(undefined);
      setFileId('');
      setTold('');
      if (input.current !== null) input.current.value = '';
      onSaid(
        `${say('upload.done', { lines, seq, state: wordOf(say, words, 'statement', state) })} ${difference === null ? say('upload.next') : say('upload.differs', { what: titleOf(difference.code) })}`,
      );
    },
  });
  const isReady = file !== undefined && fileId.trim() !== '' && DIGEST.test(sha256);
  return (
    <section className="sheet stack" data-testid="upload">
      <h2>{say('upload')}</h2>
      <p className="quiet">{say('upload.what')}</p>
      <div className="fields">
        <div>
          <label htmlFor={id}>{say('upload.file')}</label>
          <div className="row">
            <Button onClick={() => input.current?.click()}>{say('upload.choose')}</Button>
            <span>{file?.name ?? say('upload.none')}</span>
          </div>
          <input
            ref={input}
            id={id}
            type="file"
            className="seen-by-readers"
            tabIndex={-1}
            accept=".xml,.csv,.sta,.mt940,.txt"
            onChange={({ target }) => {
              const [chosen] = target.files ?? [];
              if (chosen === undefined) return setFile(undefined);
              void read(chosen).then((one) => {
                setFile(one);
                setFileId((before) => before || one.name);
              });
            }}
          />
        </div>
        <TextField label={say('upload.id')} value={fileId} onChange={setFileId} />
        <TextField
          label={say('upload.digest')}
          hint={say('upload.digest.hint')}
          value={told}
          onChange={setTold}
        />
      </div>
      <div className="row">
        <Button
          type="primary"
          disabled={!isReady}
          loading={uploading.isRunning}
          onClick={() => uploading.run({ fileId: fileId.trim(), sha256, content: file!.content })}
        >
          {say('upload.act')}
        </Button>
        {!isReady && <span className="quiet">{say('upload.missing')}</span>}
      </div>
      <RefusalNote refusal={uploading.refusal} />
    </section>
  );
}
