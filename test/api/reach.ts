import type { Role } from '../../src/identity/index.js';
import type { Objects } from './tenants.js';

/** What a request says besides its route. */
export interface Ask {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** A door that names or shows what belongs to one organisation. */
export interface TenantDoor {
  readonly reach: 'tenant';
  readonly why: string;
  /** Requests that are accepted when they are about one's own objects. */
  readonly asks?: (own: Objects) => readonly Ask[];
  /** Requests that are refused even then: the reason must not tell that a foreign object exists. */
  readonly refused?: (own: Objects) => readonly Ask[];
  /** Kinds of object that may belong to anybody here, with the reason. */
  readonly anybodys?: Partial<Record<keyof Objects, string>>;
  /** Shows what is the caller's: others must not find theirs in it. */
  readonly shows?: Ask;
  /** Roles that read the whole venue and still do not see whose it is, with the reason. */
  readonly masked?: Partial<Record<Role, string>>;
}

export type Reach =
  | TenantDoor
  /** Open to everyone: says nothing about an organisation, or only what the law makes public. */
  | { readonly reach: 'public'; readonly why: string }
  /** No role that is confined to its own organisation holds the power. */
  | { readonly reach: 'office'; readonly why: string; readonly reads?: true }
  /** About the caller alone; names no object. */
  | { readonly reach: 'self'; readonly why: string };

export const office = (why: string): Reach => ({ reach: 'office', why });
export const officeReading = (why: string): Reach => ({ reach: 'office', why, reads: true });
export const open = (why: string): Reach => ({ reach: 'public', why });
export const self = (why: string): Reach => ({ reach: 'self', why });
/** All of it: a page would hide what is older than the page. */
const PAGE: Ask = { query: { limit: '500' } };
export const shows = (why: string, ask: Ask = PAGE): TenantDoor => ({ reach: 'tenant', why, shows: ask });

export const named = (param: string, kind: keyof Objects) => (own: Objects) => [
  { params: { [param]: own[kind].id } },
];

/** A list that is narrowed to an account. */
export const ofAccount = ({ account }: Objects): Ask[] => [{ query: { accountId: account.id } }];

/** Why a door of money is an office's. */
export const MONEY = 'money is entered and released by clearing operators';
