import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { asRefusal } from '../api/refusal';
import { download } from '../api/download';
import { useWords } from '../words/define-words';
import { RefusalNote } from './refusal-note';
import { words } from './words';

export interface ExportButtonProps {
  /** Address of the door, without a query. */
  readonly door: string;
  readonly query: Readonly<Record<string, string>>;
  readonly name: string;
}

/** The whole list as the door writes it for `Accept: text/csv`. */
export function ExportButton({ door, query, name }: ExportButtonProps): ReactNode {
  const say = useWords(words);
  const fetching = useMutation({
    mutationFn: () => download(door, query, { accept: 'text/csv', name: `${name}.csv` }),
  });
  return (
    <>
      <Button loading={fetching.isPending} onClick={() => fetching.mutate()}>
        {say('table.export')}
      </Button>
      {fetching.error !== null && <RefusalNote refusal={asRefusal(fetching.error)} />}
    </>
  );
}
