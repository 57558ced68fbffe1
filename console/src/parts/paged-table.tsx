import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnType } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { addressOf, type Page } from '../api/client';
import { useVenue } from '../shell/use-venue';
import { useWords } from '../words/define-words';
import { ExportButton } from './export-button';
import { Empty, Failed, Partial } from './states';
import { type FilterSpec, TableFilters } from './table-filters';
import { words } from './words';

export interface PageAsked {
  readonly limit: number;
  readonly after?: string;
  /** The filters that are set, by name; give them to the door as they are. */
  readonly filters: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface PagedTableProps<Row extends object> {
  /** Names the list in the address, in the cache (`[name, venue, …]`) and among saved views. */
  readonly name: string;
  /** What the table is, for those who hear it. */
  readonly label: string;
  readonly columns: readonly TableColumnType<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly load: (asked: PageAsked) => Promise<Page<Row>>;
  readonly filters?: readonly FilterSpec[];
  /** What to do next when there is nothing yet; that filters let nothing through is said by the table itself. */
  readonly empty: ReactNode;
  /** False where the list has a better way to a file of its own. */
  readonly csv?: boolean;
  readonly pageSize?: number;
  readonly refetchInterval?: number | false;
  readonly actions?: ReactNode;
}

/** A list as the service pages it: cursors and filters live in the address, so that a page can be sent to somebody. */
export function PagedTable<Row extends object>(props: PagedTableProps<Row>): ReactNode {
  const { name, filters: specs = [], pageSize = 50 } = props;
  const say = useWords(words);
  const venue = useVenue();
  const [params, setParams] = useSearchParams();
  const named = (part: string): string => `${name}.${part}`;
  const after = params.get(named('after')) ?? undefined;
  // How far one has gone is for the eye only; the address says where one is.
  const [place, setPlace] = useState(1);
  const filters = Object.fromEntries(
    specs.flatMap(({ field }) => {
      const value = params.get(named(field));
      return value === null || value === '' ? [] : [[field, value] as const];
    }),
  );
  const query = useQuery({
    queryKey: [name, venue, filters, after ?? '', pageSize],
    queryFn: async ({ signal }) => {
      const page = await props.load({
        ...{ limit: pageSize, filters, signal },
        ...(after !== undefined && { after }),
      });
      return { ...page, address: addressOf(page) };
    },
    placeholderData: keepPreviousData,
    ...(props.refetchInterval !== undefined && { refetchInterval: props.refetchInterval }),
  });
  const go = (changes: Readonly<Record<string, string | undefined>>, at: number): void => {
    setPlace(at);
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [part, value] of Object.entries(changes))
        if (value === undefined || value === '') next.delete(named(part));
        else next.set(named(part), value);
      return next;
    });
  };
  const filter = (next: Readonly<Record<string, string | undefined>>): void =>
    go({ ...next, after: undefined }, 1);
  const clear = (): void => filter(Object.fromEntries(specs.map(({ field }) => [field, undefined])));
  const { next, address } = query.data ?? {};
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A table that is wider than a phone is scrolled by keyboard, too, also when nothing in it can be pressed.
    const scrolled = frame.current?.querySelector('.ant-table-content');
    scrolled?.setAttribute('tabindex', '0');
    scrolled?.setAttribute('role', 'region');
    scrolled?.setAttribute('aria-label', props.label);
  });
  return (
    <div className="stack" ref={frame}>
      <div className="row">
        {specs.length > 0 && (
          <TableFilters table={name} specs={specs} filters={filters} onFilter={filter} onClear={clear} />
        )}
        <div className="row last">
          {props.actions}
          <Button onClick={() => void query.refetch()} loading={query.isFetching}>
            {say('table.refresh')}
          </Button>
          {props.csv !== false && address !== undefined && (
            <ExportButton key={address} address={address} name={name} />
          )}
        </div>
      </div>
      {query.isError && query.data === undefined ? (
        // The filters stay: what was refused may be one of them.
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          {query.isError && <Partial />}
          <Table<Row>
            aria-label={props.label}
            columns={[...props.columns]}
            dataSource={[...(query.data?.items ?? [])]}
            rowKey={props.rowKey}
            loading={query.isPending}
            pagination={false}
            size="small"
            scroll={{ x: 'max-content' }}
            locale={{
              emptyText: query.isPending ? (
                ' '
              ) : after !== undefined ? (
                <NothingHere what="page" onBack={() => go({ after: undefined }, 1)} />
              ) : Object.keys(filters).length > 0 ? (
                <NothingHere what="match" onBack={clear} />
              ) : (
                props.empty
              ),
            }}
          />
          <div className="row">
            <span className="quiet">{say('table.page', { page: after === undefined ? 1 : place })}</span>
            {after !== undefined && (
              <Button onClick={() => go({ after: undefined }, 1)}>{say('table.first')}</Button>
            )}
            {next !== undefined && (
              <Button onClick={() => go({ after: next }, place + 1)}>{say('table.next')}</Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}

/** There are rows, but not here: what to press to see them. */
function NothingHere({ what, onBack }: { what: 'match' | 'page'; onBack: () => void }): ReactNode {
  const say = useWords(words);
  return (
    <Empty title={say(`table.none.${what}`)}>
      <p>{say(`table.none.${what}.next`)}</p>
      <Button onClick={onBack}>{say(`table.none.${what}.act`)}</Button>
    </Empty>
  );
}
