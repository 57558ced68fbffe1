import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How far a power reaches: the caller's own organisation, one venue's matters, or everything. */
export type Scope = 'own' | 'venue' | 'all';

/** Who is asking, resolved once per request from a session or a signed API key. */
export interface Caller {
  readonly personId: string;
  readonly orgId: string;
  readonly orgKind: string;
  /** Organisations of one group never trade with each other by accident. */
  readonly ownerGroup: string;
  readonly roles: readonly string[];
  readonly powers: readonly string[];
  readonly scopes: Readonly<Record<string, Scope>>;
  readonly via: 'session' | 'key';
  /** The session's or key's public id: rate limits and logs name it. */
  readonly credentialId: string;
}

/** What the doors put on a request; declared at start so that every request object has one shape. */
export interface DoorRequest<Params = unknown, Body = unknown> extends FastifyRequest<{
  Params: Params;
  Body: Body;
}> {
  rawBody: Buffer | null;
  caller: Caller | null;
}

/**
 * The port through which the doors learn who is asking; identity implements it.
 * Answers synchronously when memory knows the credential. Throws RejectionError for a wrong credential,
 * null when none was shown.
 */
export interface CallerResolver {
  resolve(request: DoorRequest): Caller | null | Promise<Caller | null>;
  /** Who is asking, where the headers alone say it and memory knows; else undefined, and nothing is refused. */
  recognise(request: DoorRequest): Caller | undefined;
  /** Every power that any role can hold; a door that names another one stops the start. */
  readonly knownPowers: ReadonlySet<string>;
}

export const CALLER_RESOLVER = Symbol('CALLER_RESOLVER');

/** The signed-in caller; only on doors that are not public. */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext): Caller | null => {
  return context.switchToHttp().getRequest<DoorRequest>().caller;
});

/** The checked `Idempotency-Key` of a door with `idempotent: true`. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  return idempotencyKeyOf(context.switchToHttp().getRequest<DoorRequest>());
});

export function idempotencyKeyOf(request: DoorRequest): string {
  return request.headers['idempotency-key'] as string;
}

/** What an office command needs to be done once: see OfficeDesk. */
export interface OnceTicket {
  readonly key: string;
  readonly route: string;
  readonly rawBody: Buffer | null;
  markReplayed(): void;
}

export const Once = createParamDecorator((_: unknown, context: ExecutionContext): OnceTicket => {
  const http = context.switchToHttp();
  const request = http.getRequest<DoorRequest>();
  const reply = http.getResponse<FastifyReply>();
  return {
    key: request.headers['idempotency-key'] as string,
    route: `${request.method} ${request.url}`,
    rawBody: request.rawBody,
    markReplayed: () => void reply.header('Idempotent-Replayed', 'true'),
  };
});
