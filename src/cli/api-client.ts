import { randomUUID } from 'node:crypto';
import type { Clerk } from './own-service.js';

const TRIES_MAX = 20;
const BUSY_WAIT_MS = 200;

/** A person at the public doors of one venue. */
export class ApiClient {
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(
    private readonly url: string,
    private readonly venue: string,
  ) {}

  get(who: Clerk | undefined, path: string): Promise<Record<string, unknown>> {
    return this.call(who, 'GET', path);
  }

  post(who: Clerk, path: string, body: object): Promise<Record<string, unknown>> {
    return this.call(who, 'POST', path, body);
  }

  patch(who: Clerk, path: string, body: object): Promise<Record<string, unknown>> {
    return this.call(who, 'PATCH', path, body);
  }

  /** Busy (429, 503) is tried again under the same key, so nothing happens twice. Throws what else is refused. */
  private async call(
    who: Clerk | undefined,
    method: string,
    path: string,
    body?: object,
  ): Promise<Record<string, unknown>> {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    if (who !== undefined) headers.authorization = `Bearer ${await this.tokenOf(who)}`;
    for (let triesLeft = TRIES_MAX; ; triesLeft--) {
      const response = await fetch(`${this.url}/api/v1/venues/${this.venue}/${path}`, {
        method,
        headers,
        body: body && JSON.stringify(body),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      if (response.ok) return answer;
      if (triesLeft === 0 || ![429, 503].includes(response.status))
        throw new ApiRefusal(method, path, answer);
      await new Promise((resolve) => setTimeout(resolve, BUSY_WAIT_MS));
    }
  }

  private tokenOf(who: Clerk): Promise<string> {
    if (!this.tokens.has(who.login)) this.tokens.set(who.login, this.signIn(who));
    return this.tokens.get(who.login)!;
  }

  private async signIn({ login, password }: Clerk): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.url}/api/v1/sessions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ login, password }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new ApiRefusal('POST', 'sessions', answer);
    return answer.token as string;
  }
}

export class ApiRefusal extends Error {
  readonly code: string;

  constructor(method: string, path: string, problem: Record<string, unknown>) {
    super(`${method} ${path}: ${String(problem.code)} ${String(problem.title ?? '')}`);
    this.code = String(problem.code);
  }
}
