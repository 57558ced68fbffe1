import { Button } from 'antd';
import type { ReactNode } from 'react';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { NothingHere } from './nothing-here';
import { useWords } from '../words/define-words';
import { words } from './words';

/** A screen that broke says so, in place of a white page. */
export function Broken(): ReactNode {
  const say = useWords(words);
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NothingHere />;
  return (
    <main className="state" role="alert">
      <h1>{say('broken.title')}</h1>
      <code>{error instanceof Error ? error.message : String(error)}</code>
      <Button onClick={() => location.reload()}>{say('broken.reload')}</Button>
    </main>
  );
}
