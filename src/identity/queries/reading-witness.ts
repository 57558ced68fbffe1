import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { type Access, type AccessKind, AccessNotes } from '../../audit/index.js';
import { ACCESS_QUERY_CHARACTERS_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import type { Clock } from '../../platform/clock.js';
import {
  type AccessWitness,
  type Caller,
  type DoorRequest,
  type DoorSpec,
  PublicIds,
} from '../../platform/http/index.js';
import { log } from '../../platform/logger.js';
import { CLOCK, DATABASE_POOL } from '../../platform/tokens.js';
import { isConfinedPower } from '../domain/role-powers.js';

const ID = /^([a-z]{3})_([0-9a-z_]{1,60})$/;

/**
 * Sees who reads what is not their own: a door whose power some role has for its own organisation only, opened by
 * somebody whose power reaches further. A door added later is seen without being named here.
 */
@Injectable()
export class ReadingWitness implements AccessWitness, OnApplicationShutdown {
  readonly notes: AccessNotes;

  constructor(
    @Inject(DATABASE_POOL) pool: pg.Pool,
    @Inject(CLOCK) clock: Clock,
    @Inject(PublicIds) private readonly ids: PublicIds,
  ) {
    this.notes = new AccessNotes({
      pool,
      nowMicros: () => clock.nowMicros(),
      later: (ms, then) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
      onError: (error) => log.error({ err: error }, 'what was read could not be noted'),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.notes.stop();
  }

  reads(door: DoorSpec, request: DoorRequest, caller: Caller): void {
    const isOthers = [door.power]
      .flat()
      .some((power) => isConfinedPower(power) && (caller.scopes[power] ?? 'own') !== 'own');
    if (!isOthers && door.trailed !== true) return;
    this.assertRecording();
    this.note(door.trailed === true ? 'trail-read' : 'data-read', 'accepted', request, caller.personId);
  }

  denied(_door: DoorSpec, request: DoorRequest, caller: Caller): void {
    this.note('access-denied', 'http.forbidden', request, caller.personId);
  }

  credentialRefused(request: DoorRequest, error: unknown): void {
    if (error instanceof RejectionError && error.rejection.code.startsWith('identity.'))
      this.note('credential-refused', error.rejection.code, request, '');
  }

  /** `person` is '' for a name that nobody has: what was typed there may be a password. */
  loginFailed(person: string, address: string, code: string): void {
    const door = 'POST /api/v1/sessions';
    this.notes.note({
      ...{ what: 'login-failed', person, address, door, venue: '', venueNo: 0, objects: [], query: '', code },
    });
  }

  /** Nobody reads unseen, and nobody comes in unseen. */
  assertRecording(): void {
    if (!this.notes.isRecording) throw new RejectionError({ code: 'identity.audit_not_recording' });
  }

  private note(what: AccessKind, code: string, request: DoorRequest, person: string): void {
    const params = request.params as Readonly<Record<string, unknown>>;
    const objects: (readonly [string, string])[] = [];
    let venueNo = 0;
    for (const value of [...Object.values(params), ...Object.values(request.query as object)]) {
      const named = ID.exec(String(value));
      if (named === null) continue;
      const [id, prefix, rest] = named as unknown as [string, string, string];
      const numbered = this.ids.decodeAny(prefix, id);
      if (numbered !== undefined) venueNo = numbered.venueNo;
      objects.push([prefix, numbered === undefined ? `${prefix}_${rest}` : String(numbered.no)]);
    }
    const access: Access = {
      ...{ what, person, code, objects, venueNo },
      address: person === '' ? request.ip : '',
      door: `${request.method} ${request.routeOptions.url ?? ''}`,
      venue: typeof params.venue === 'string' && params.venue.length <= 64 ? params.venue : '',
      query: (request.url.split('?')[1] ?? '').slice(0, ACCESS_QUERY_CHARACTERS_MAX),
    };
    this.notes.note(access);
  }
}
