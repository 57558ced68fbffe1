import { useEffect, useState } from 'react';

/** The reader's clock, looked at again every so often: it only decides what is offered; the service decides what is done. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
