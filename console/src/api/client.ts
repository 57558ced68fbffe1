import createClient, { type ClientPathsWithMethod } from 'openapi-fetch';
import { language } from '../words/language';
import type { paths } from './generated/schema';
import { asRefusal, type Refusal, refusalOf } from './refusal';

/** The doors of the service, typed by its own description. The session is a cookie that no script can read. */
export const api = createClient<paths, `application/${string}json`>({
  baseUrl: '/',
  credentials: 'same-origin',
});
export type GetPath = ClientPathsWithMethod<typeof api, 'get'>;

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language());
    return request;
  },
});

/** Called with every 401: the session has ended, whoever noticed it. */
let onSignedOut: () => void = () => undefined;
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** What a call gives back: `data` when it went well. A door without a written answer has none; name the type then. */
interface Called<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer of a door, or a thrown Refusal. `answer<Order>(…)` names the type where the description does not. */
export async function answer<T>(call: Promise<Called<T>>): Promise<T> {
  let called: Called<T>;
  try {
    called = await call;
  } catch (error) {
    throw asRefusal(error);
  }
  if (called.response.ok) return fromWhere(called.data, called.response.url) as T;
  const refusal = refusalFrom(called);
  if (called.response.status === 401) onSignedOut();
  throw await refusal;
}

async function refusalFrom({ error, response }: Called<unknown>): Promise<Refusal> {
  // openapi-fetch has read the body already.
  return refusalOf(
    new Response(error === undefined ? null : JSON.stringify(error), {
      status: response.status,
      headers: response.headers,
      statusText: response.statusText,
    }),
  );
}

/** Where a page came from; see `addressOf`. */
const ADDRESS = Symbol('address');

/** A page of a list; `next` is given back as `after`. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
  readonly [ADDRESS]?: string;
}

/** A list knows the address that gave it, so that the very same list can be had as a file. */
function fromWhere(data: unknown, address: string): unknown {
  return typeof data === 'object' && data !== null && 'items' in data
    ? { ...data, [ADDRESS]: address }
    : data;
}

/** The address of the whole list that a page is of: its filters are in force, its place in the list is not. */
export function addressOf(page: Page<unknown>): string | undefined {
  const given = page[ADDRESS];
  if (given === undefined) return undefined;
  const { pathname, searchParams } = new URL(given);
  searchParams.delete('limit');
  searchParams.delete('after');
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams.toString()}`;
}
