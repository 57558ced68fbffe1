import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ZodType } from 'zod';
import { RejectionError } from '../../kernel/rejection.js';
import { Bulkhead, RefusalPace, Turns } from './bulkhead.js';
import {
  FIELD_ERRORS_MAX,
  HTTP_RATE_LIMITS,
  ORDER_REQUESTS_AT_ONCE_MAX,
  ORDER_REQUESTS_INSIDE_MAX,
  REFUSALS_PER_SECOND_MAX,
  TOO_MANY_AT_ONCE_WAIT_MS,
} from '../../kernel/limits.js';
import { ACCESS_WITNESS, type AccessWitness } from './access-witness.js';
import { type Caller, CALLER_RESOLVER, type CallerResolver, type DoorRequest } from './caller.js';
import { DOOR, type DoorSpec, isPublicDoor, opensFor, type RateClass } from './door.js';
import type { FieldError } from './problem.js';
import { RateLimiter } from './rate-limiter.js';
import { isStorable, unstorable } from './storable-text.js';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,64}$/;

/**
 * Deny first. The ladder, in the order clients may rely on: who are you (401), not so fast (429), may you (403),
 * the idempotency key (400), text that cannot be stored (400), the shape of the request (422).
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly limiters: Readonly<Record<RateClass, RateLimiter>> = {
    orders: new RateLimiter(HTTP_RATE_LIMITS.orders),
    office: new RateLimiter(HTTP_RATE_LIMITS.office),
    read: new RateLimiter(HTTP_RATE_LIMITS.read),
    login: new RateLimiter(HTTP_RATE_LIMITS.login),
  };
  private readonly orders = new Bulkhead(ORDER_REQUESTS_AT_ONCE_MAX);
  private readonly refusals = new RefusalPace(TOO_MANY_AT_ONCE_WAIT_MS, REFUSALS_PER_SECOND_MAX);
  private readonly turns = new Map<string, Turns>();
  private readonly doors = new WeakMap<object, DoorSpec>();

  constructor(
    @Inject(CALLER_RESOLVER) private readonly callers: CallerResolver,
    @Optional() @Inject(ACCESS_WITNESS) private readonly witness?: AccessWitness,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    // Sockets and other transports have no doors yet; one that is added must bring its own guard first.
    if (context.getType() !== 'http') return false;
    const http = context.switchToHttp();
    return this.open(
      this.doorOf(context.getHandler()),
      http.getRequest<DoorRequest>(),
      http.getResponse<FastifyReply>(),
    );
  }

  /** True when the door opens, now or later; a refusal is thrown. */
  open(door: DoorSpec, request: DoorRequest, reply: FastifyReply): true | Promise<true> {
    // A public door does not look at credentials: a stale one must not shut people out of public facts.
    if (isPublicDoor(door)) return this.admit(door, request, reply, null);
    const caller = this.resolve(request);
    return caller instanceof Promise
      ? caller.then((resolved) => this.admit(door, request, reply, resolved))
      : this.admit(door, request, reply, caller);
  }

  /** A credential that is refused is noted: it may be somebody else's. */
  private resolve(request: DoorRequest): Caller | null | Promise<Caller | null> {
    const refuse = (error: unknown): never => {
      this.witness?.credentialRefused(request, error);
      throw error;
    };
    try {
      const caller = this.callers.resolve(request);
      return caller instanceof Promise ? caller.catch(refuse) : caller;
    } catch (error) {
      return refuse(error);
    }
  }

  private admit(
    door: DoorSpec,
    request: DoorRequest,
    reply: FastifyReply,
    caller: Caller | null,
  ): true | Promise<true> {
    request.caller = caller;
    this.limit(door, request, reply, caller);
    if (door.limit !== 'orders' || caller === null) return this.check(door, request, caller);
    const turn = this.enter(caller.orgId, String((request.params as { venue?: string }).venue), reply);
    return turn === undefined
      ? this.check(door, request, caller)
      : turn.then(() => this.check(door, request, caller));
  }

  /**
   * A member who has as many order requests inside as may be is told so before the body of one more is read, if the
   * headers alone say who is asking. Undefined when the request is to go on.
   */
  turnAway(door: DoorSpec, request: DoorRequest, reply: FastifyReply): Promise<never> | undefined {
    if (door.limit !== 'orders' || !this.orders.isAnyFull) return undefined;
    const caller = this.callers.recognise(request);
    if (caller === undefined || !this.orders.isFull(caller.orgId)) return undefined;
    this.limit(door, request, reply, caller);
    return this.refusedLater();
  }

  private check(door: DoorSpec, request: DoorRequest, caller: Caller | null): true {
    if (!isPublicDoor(door)) {
      if (caller === null) throw refused('http.not_signed_in');
      if (!opensFor(door, caller.powers)) {
        this.witness?.denied(door, request, caller);
        throw refused('http.forbidden');
      }
    }
    if (door.idempotent && !IDEMPOTENCY_KEY.test(String(request.headers['idempotency-key'] ?? '')))
      throw refused('http.idempotency_key_required');
    // The body was read under the same rule before it came here.
    if (!isStorable(request.params) || !isStorable(request.query)) throw unstorable();
    if (door.params) request.params = checked(door.params, request.params, 'path');
    if (door.query) request.query = checked(door.query, request.query, 'query');
    if (door.body) request.body = checked(door.body, request.body, '');
    if (caller !== null && request.method === 'GET') this.witness?.reads(door, request, caller);
    return true;
  }

  private limit(door: DoorSpec, request: DoorRequest, reply: FastifyReply, caller: Caller | null): void {
    if (door.limit === 'none') return;
    const limiter = this.limiters[door.limit ?? (request.method === 'GET' ? 'read' : 'office')];
    const now = Date.now();
    const verdict = limiter.take(caller?.credentialId ?? request.ip, now);
    // A member's many keys share a second bucket, so that keys are not a way around the limit.
    const member = verdict.allowed && caller ? limiter.take(caller.orgId, now) : verdict;
    const tight = member.remaining < verdict.remaining ? member : verdict;
    reply.header('RateLimit-Limit', tight.limit);
    reply.header('RateLimit-Remaining', tight.remaining);
    reply.header('RateLimit-Reset', tight.resetSeconds);
    const stopped = verdict.allowed ? member : verdict;
    if (!stopped.allowed)
      throw new RejectionError({
        code: 'http.rate_limited',
        data: { retryAfterSeconds: stopped.resetSeconds },
      });
  }

  /**
   * Undefined when the member comes in at once, else a promise of its turn. A venue that stands still keeps its own
   * requests waiting, never another venue's.
   */
  private enter(member: string, venue: string, reply: FastifyReply): Promise<void> | undefined {
    if (!this.orders.enter(member)) return this.refusedLater();
    let turns = this.turns.get(venue);
    if (turns === undefined) this.turns.set(venue, (turns = new Turns(ORDER_REQUESTS_INSIDE_MAX)));
    const turn = turns.enter(member);
    let isInside = turn === undefined;
    const leave = (): void => {
      turns.leave(member);
      if (turns.isIdle) this.turns.delete(venue);
    };
    reply.raw.once('close', () => {
      this.orders.leave(member);
      if (isInside) leave();
    });
    return turn?.then(() => {
      isInside = !reply.raw.closed;
      if (isInside) return;
      // Whoever asked has hung up while waiting: nothing is placed for nobody.
      leave();
      throw TOO_MANY_AT_ONCE;
    });
  }

  private async refusedLater(): Promise<never> {
    await new Promise((resolve) => setTimeout(resolve, this.refusals.next(performance.now())));
    throw TOO_MANY_AT_ONCE;
  }

  private doorOf(handler: object): DoorSpec {
    let door = this.doors.get(handler);
    if (door === undefined) {
      door = Reflect.getMetadata(DOOR, handler) as DoorSpec | undefined;
      // The start-up check has refused such a route already; this is the second wall.
      if (door === undefined) throw refused('http.forbidden');
      this.doors.set(handler, door);
    }
    return door;
  }
}

/** The value a schema read, or 422 with a pointer to each place that does not fit. */
export function checked(type: ZodType, value: unknown, root: string): unknown {
  const result = type.safeParse(value);
  if (result.success) return result.data;
  const errors: FieldError[] = result.error.issues.slice(0, FIELD_ERRORS_MAX).map((issue) => ({
    pointer: `${root}/${issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
    code: issue.code,
    detail: issue.message,
  }));
  throw new RejectionError({ code: 'http.invalid_request', errors } as never);
}

/** Made once: a flood must not make us draw a stack for each refusal. */
const TOO_MANY_AT_ONCE = refused('http.too_many_at_once');

function refused(code: string): RejectionError {
  return new RejectionError({ code });
}
