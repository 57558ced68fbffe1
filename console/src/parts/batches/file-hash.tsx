import { Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useWords } from '../../words/define-words';
import { words } from './words';

/** The SHA-256 of a paper file that never leaves this machine, or one that was computed elsewhere. */
export function FileHash({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (hash: string) => void;
}): ReactNode {
  const say = useWords(words);
  const id = useId();
  const [name, setName] = useState('');
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    // Where the browser's own hashing is closed (plain HTTP in a house network), the verifier's is not.
    const { hex, sha256 } = await import('../../proof/verifier');
    onChange(hex(sha256(new Uint8Array(await file.arrayBuffer()))));
    setName(file.name);
  };
  return (
    <fieldset className="stack" style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      <legend>{label}</legend>
      <label htmlFor={`${id}-file`}>
        {say('file.choose')}
        <br />
        <input id={`${id}-file`} type="file" onChange={({ target }) => void read(target.files?.[0])} />
      </label>
      <label htmlFor={`${id}-hash`}>
        {say('file.paste')} {name !== '' && <span className="quiet">({name})</span>}
        <Input
          id={`${id}-hash`}
          value={value}
          maxLength={64}
          spellCheck={false}
          autoComplete="off"
          className="code"
          onChange={({ target }) => onChange(target.value.trim().toLowerCase())}
        />
      </label>
    </fieldset>
  );
}

export const isFileHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
