import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

const GATHER_MS = 150;

/** What happens to one's own orders: the lists that show it are asked again, once for many news. */
export function useOwnNews(venue: string, isTrader: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!isTrader) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const list of ['orders', 'holdings', 'trades'])
          void queries.invalidateQueries({ queryKey: [list, venue] });
      }, GATHER_MS);
    };
    const open = (): EventSource => {
      const opened = new EventSource(`/api/v1/venues/${venue}/stream/orders`);
      opened.addEventListener('orders', ask);
      return opened;
    };
    let stream = open();
    // As the market's line: given back while nobody looks, and what was missed is asked for afterwards.
    const onLook = (): void => {
      if (document.visibilityState === 'hidden') stream.close();
      else if (stream.readyState === EventSource.CLOSED) {
        stream = open();
        ask();
      }
    };
    document.addEventListener('visibilitychange', onLook);
    return () => {
      document.removeEventListener('visibilitychange', onLook);
      stream.close();
      clearTimeout(timer);
    };
  }, [queries, venue, isTrader]);
}
