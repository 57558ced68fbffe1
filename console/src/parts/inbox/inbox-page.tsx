import type { ReactNode } from 'react';
import { ZoneLabel } from '../figures';
import { ProposalsTable } from '../proposals/proposals-table';
import { InboxTable, type ScreenOf } from './inbox-table';

/** What waits for my hand, due first; below it every proposal that I may read. */
export function InboxPage(page: {
  readonly title: string;
  readonly proposals: string;
  readonly screenOf: ScreenOf;
}): ReactNode {
  return (
    <>
      <div className="screen-head">
        <h1>{page.title}</h1>
        <ZoneLabel />
      </div>
      <section className="sheet">
        <InboxTable screenOf={page.screenOf} />
      </section>
      <section className="sheet stack">
        <h2>{page.proposals}</h2>
        <ProposalsTable path="inbox" first="all" />
      </section>
    </>
  );
}
