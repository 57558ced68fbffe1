import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useWords } from '../../words/define-words';
import { words } from './words';

const SHOWN_MS = 1_500;
const HEAD = 10;
const TAIL = 4;

async function copy(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  // Plain HTTP in a house network has no clipboard; a selection can still be copied.
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

function CopyButton({ text }: { text: string }): ReactNode {
  const say = useWords(words);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <Button
      size="small"
      type="text"
      aria-label={`${say('copy')} ${text.slice(0, HEAD)}`}
      onClick={() => void copy(text).then(() => setCopied(true))}
    >
      {say(isCopied ? 'copied' : 'copy')}
    </Button>
  );
}

/** An id: its beginning and end, the whole of it on the pointer, and a button to take it along. */
export function ShortText({ of }: { of: string | null | undefined }): ReactNode {
  if (of === null || of === undefined || of === '') return <span className="quiet">—</span>;
  const isLong = of.length > HEAD + TAIL + 2;
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <code title={of}>{isLong ? `${of.slice(0, HEAD)}…${of.slice(-TAIL)}` : of}</code>
      {isLong && <CopyButton text={of} />}
    </span>
  );
}

/** A hash that two people compare: in full. */
export function WholeText({ of, label }: { of: string; label?: string }): ReactNode {
  return (
    <span data-hash={label}>
      <code>{of}</code>
      <CopyButton text={of} />
    </span>
  );
}
