import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import { answer, api } from '../../api/client';
import { useAct } from '../../api/use-act';
import { useDesk } from '../../shell/use-desk';
import { useVenue } from '../../shell/use-venue';
import { useWords } from '../../words/define-words';
import { ConfirmAct } from '../confirm-act';
import { words } from './words';

interface Read {
  readonly name: string;
  /** Undefined: the file is no JSON object. */
  readonly pack: Readonly<Record<string, never>> | undefined;
}

/** The file of a pack, checked whole by the service: what is wrong with it is told with the place in the file. */
export function DraftUpload({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const say = useWords(words);
  const venue = useVenue();
  const desk = useDesk();
  const go = useNavigate();
  const id = useId();
  const [read, setRead] = useState<Read>();
  const [note, setNote] = useState('');
  const drafting = useAct({
    act: (body: { pack: Readonly<Record<string, never>>; note?: string }, key) =>
      answer(
        api.POST('/api/v1/venues/{venue}/rule-pack-drafts', {
          params: { path: { venue }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    refresh: [['rule-drafts', venue]],
    onDone: ({ draftId }) => void go(`${desk}/rule-drafts/${draftId}`),
  });
  const choose = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    drafting.reset();
    const text = await file.text();
    try {
      setRead({ name: file.name, pack: JSON.parse(text) as Record<string, never> });
    } catch {
      setRead({ name: file.name, pack: undefined });
    }
  };
  const fact = (name: string): string => String(read?.pack?.[name] ?? '?');
  return (
    <ConfirmAct
      isOpen={isOpen}
      title={say('draft.new.title')}
      act={say('draft.new.act')}
      consequence={
        <div className="stack">
          <p>{say('draft.new.what')}</p>
          <label htmlFor={`${id}-file`}>
            {say('draft.file')}
            <br />
            <input
              id={`${id}-file`}
              type="file"
              accept=".json,application/json"
              onChange={({ target }) => void choose(target.files?.[0])}
            />
          </label>
          {read !== undefined && (
            <p className={`note ${read.pack === undefined ? 'bad' : ''}`} role="status">
              {read.pack === undefined
                ? say('draft.bad')
                : say('draft.read', {
                    name: read.name,
                    pack: fact('pack'),
                    version: fact('version'),
                    from: fact('effectiveFrom'),
                  })}
            </p>
          )}
          <label htmlFor={`${id}-note`}>
            {say('draft.note')}
            <Input
              id={`${id}-note`}
              maxLength={500}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          </label>
        </div>
      }
      isRunning={drafting.isRunning}
      refusal={drafting.refusal}
      isReady={read?.pack !== undefined}
      onAct={() =>
        read?.pack !== undefined &&
        drafting.run({ pack: read.pack, ...(note.trim() !== '' && { note: note.trim() }) })
      }
      onClose={onClose}
    />
  );
}
