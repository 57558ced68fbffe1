import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from './client';
import type { components } from './generated/schema';
import { asRefusal } from './refusal';

export type Me = components['schemas']['Me'];

/** Who is signed in; null for a stranger. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await answer(api.GET('/api/v1/me', { signal }));
    } catch (error) {
      if (asRefusal(error).problem.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export function useMe(): Me | null {
  return useQuery(meQuery).data ?? null;
}

/** `audit.read` asks for the power as far as it may reach; `audit.read:all` for one that reaches everything. */
export function may(me: Me | null, powers: readonly string[] | 'public' | 'signed-in'): boolean {
  if (powers === 'public') return true;
  if (me === null) return false;
  const has = (asked: string): boolean => {
    const [power = '', reach] = asked.split(':');
    return power in me.powers && (reach === undefined || me.powers[power] === reach);
  };
  return powers === 'signed-in' || powers.some(has);
}

/** May the person who is signed in do this? */
export function usePower(power: string): boolean {
  return may(useMe(), [power]);
}

export const venuesQuery = queryOptions({
  queryKey: ['venues'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/venues', { signal })),
  staleTime: 60_000,
});

export interface Credentials {
  readonly login: string;
  /** Absent: one of the demo's people, by name alone. */
  readonly password?: string;
}

export async function signIn({ login, password }: Credentials): Promise<void> {
  await (password === undefined
    ? answer(api.POST('/api/v1/demo-sessions', { body: { login } }))
    : answer(api.POST('/api/v1/sessions', { body: { login, password } })));
}

/** Forgets everything that the last person saw. */
export function useForget(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    queries.removeQueries({
      predicate: ({ queryKey }) => !['me', 'venues'].includes(String(queryKey[0])),
    });
    await queries.invalidateQueries({ queryKey: meQuery.queryKey });
  };
}

export async function signOut(): Promise<void> {
  await answer(api.DELETE('/api/v1/sessions/current'));
}
