import { Button, Spin } from 'antd';
import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { asRefusal } from '../api/refusal';
import { useWords } from '../words/define-words';
import { RefusalNote } from './refusal-note';
import { words } from './words';

export function Loading(): ReactNode {
  const say = useWords(words);
  return (
    <div className="state" role="status">
      <Spin />
      <span>{say('state.loading')}</span>
    </div>
  );
}

/** An empty screen says what to do next: `title` is what is missing, `children` the next step. */
export function Empty({ title, children }: { title?: string; children?: ReactNode }): ReactNode {
  const say = useWords(words);
  return (
    <div className="state">
      <h3>{title ?? say('state.empty')}</h3>
      {children}
    </div>
  );
}

export function Failed({
  error,
  onRetry,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
}): ReactNode {
  const say = useWords(words);
  return (
    <div className="stack">
      <RefusalNote refusal={asRefusal(error)} title={say('state.failed')} />
      {onRetry !== undefined && (
        <div>
          <Button onClick={onRetry}>{say('state.retry')}</Button>
        </div>
      )}
    </div>
  );
}

/** Some of several questions were answered. */
export function Partial(): ReactNode {
  const say = useWords(words);
  return (
    <p className="note warn" role="status">
      {say('state.partial')}
    </p>
  );
}

/** What a query has become: waiting, failed (with a way to try again) or its data. Old data stays while new is asked. */
export function Asked<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}): ReactNode {
  if (query.data !== undefined)
    return (
      <>
        {query.isError && <Partial />}
        {children(query.data)}
      </>
    );
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
