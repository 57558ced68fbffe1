import { useLocation } from 'react-router';

/** Where the desk of this screen begins, `/demo/regulator`: screens that two desks have link within their own. */
export function useDesk(): string {
  const [, venue = '', desk = ''] = useLocation().pathname.split('/');
  return `/${venue}/${desk}`;
}

/** The desk's own name: `trading`. */
export function useDeskName(): string {
  return useLocation().pathname.split('/')[2] ?? '';
}
