import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

const GATHER_MS = 150;

/** What happens to one's own orders: the lists that show it are asked again, once for many news. */
export function useOwnNews(venue: string, isTrader: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!isTrader) return undefined;
    const stream = new EventSource(`/api/v1/venues/${venue}/stream/orders`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    stream.addEventListener('orders', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const list of ['orders', 'holdings', 'trades'])
          void queries.invalidateQueries({ queryKey: [list, venue] });
      }, GATHER_MS);
    });
    return () => {
      stream.close();
      clearTimeout(timer);
    };
  }, [queries, venue, isTrader]);
}
