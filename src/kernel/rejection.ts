/** A refusal that the rules expect: a value, never an exception inside the core. */
export interface Rejection {
  /** Stable code `context.reason`; its zh and en titles and HTTP status live in the context's catalogue. */
  readonly code: string;
  readonly detail?: string;
  /** The market rule behind the refusal, when one decided it. */
  readonly rule?: RuleRef;
  /** Facts a client may show: integers of the smallest unit or text, never floats. */
  readonly data?: Readonly<Record<string, string | number>>;
}

export interface RuleRef {
  readonly pack: string;
  readonly key: string;
  readonly legalBasis: string;
}

export interface Rejected {
  readonly ok: false;
  readonly rejection: Rejection;
}

export interface Accepted<T> {
  readonly ok: true;
  readonly value: T;
}

export type Outcome<T> = Accepted<T> | Rejected;

export function accept<T>(value: T): Accepted<T> {
  return { ok: true, value };
}

export function reject(code: string, extra: Omit<Rejection, 'code'> = {}): Rejected {
  return { ok: false, rejection: { code, ...extra } };
}

/** Carries a rejection across code that can only throw (doors and shells). The core never throws it. */
export class RejectionError extends Error {
  constructor(readonly rejection: Rejection) {
    super(rejection.detail ?? rejection.code);
    this.name = 'RejectionError';
  }
}
