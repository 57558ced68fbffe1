/** The market rule behind a refusal. */
export interface RuleBehind {
  readonly pack?: string;
  readonly key?: string;
  readonly legalBasis?: string;
}

export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly detail?: string;
}

/** RFC 9457 as the service writes it. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly rule?: RuleBehind;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly errors?: readonly FieldError[];
}

/** The service said no, or could not be heard. */
export class Refusal extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds?: number,
  ) {
    super(problem.title);
    this.name = 'Refusal';
  }

  /** Whether it was done is unknown: ask again with the same key. */
  get isUnknown(): boolean {
    return this.problem.status === 0 || this.problem.status >= 500;
  }
}

/** No answer at all: the words come from the console, because nobody else said anything. */
export const UNREACHABLE = 'console.unreachable';

export function unreachable(): Refusal {
  return new Refusal({ title: UNREACHABLE, status: 0, code: UNREACHABLE });
}

export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // `fetch` throws a TypeError when there was no answer; anything else is our own fault and must be seen.
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return unreachable();
  const title = error instanceof Error ? error.message : String(error);
  return new Refusal({ title, status: -1, code: 'console.fault' });
}

export async function refusalOf(response: Response): Promise<Refusal> {
  const wait = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  return new Refusal(
    problem?.code === undefined
      ? { title: response.statusText || 'HTTP', status: response.status, code: `http.${response.status}` }
      : problem,
    Number.isNaN(wait) ? undefined : wait,
  );
}
