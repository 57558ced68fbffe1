import { useEffect, useState } from 'react';

const SETTLED_MS = 350;

/** What is being written, once the writer has paused: the service is not asked at every letter. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
