import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { asRefusal } from '../api/refusal';
import { download } from '../api/download';
import { useWords } from '../words/define-words';
import { RefusalNote } from './refusal-note';
import { words } from './words';

export interface ExportButtonProps {
  /** Where the list is asked for, with the filters in force. */
  readonly address: string;
  readonly name: string;
}

/** The whole list, not the page of it: the service writes the file, with the rows that this reader may see. */
export function ExportButton({ address, name }: ExportButtonProps): ReactNode {
  const say = useWords(words);
  const fetching = useMutation({
    mutationFn: (from: string) => download(from, {}, { accept: 'text/csv;heads=words', name: `${name}.csv` }),
  });
  const next = fetching.data;
  return (
    <>
      <Button loading={fetching.isPending} onClick={() => fetching.mutate(address)}>
        {say('table.export')}
      </Button>
      {next !== undefined && (
        <Button loading={fetching.isPending} onClick={() => fetching.mutate(next)}>
          {say('table.export.next')}
        </Button>
      )}
      {fetching.error !== null && <RefusalNote refusal={asRefusal(fetching.error)} />}
    </>
  );
}
