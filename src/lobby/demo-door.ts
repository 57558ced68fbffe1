import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type DemoCredentials, readCredentials } from '../demo/seed-demo.js';
import type { VenueEngine } from '../engine-of-roles.js';
import type { Settings } from '../platform/settings.js';
import { SETTINGS } from '../platform/tokens.js';
import { ENGINE } from '../sequencer/engine.token.js';

type Hired = DemoCredentials['people'][number];

const THIS_MACHINE = /^(127\.|::1$|::ffff:127\.)/;
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Who may sign in as a demo person, and as whom. */
@Injectable()
export class DemoDoor {
  private known: DemoCredentials | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(ENGINE) private readonly engine: VenueEngine,
  ) {}

  /** The demo's venue where this process keeps one. */
  venue(): string | undefined {
    return this.credentials()?.venue;
  }

  /**
   * Nobody where a venue stands beside the demo: powers reach every venue of the house. Never the administrator, who
   * could make people that outlive the demo.
   */
  people(request: FastifyRequest): readonly Hired[] {
    const credentials = this.credentials();
    if (credentials === undefined || !this.isOffered(request)) return [];
    if (this.engine.venues().some(({ slug }) => slug !== credentials.venue)) return [];
    return credentials.people.filter(({ roles }) => !roles.includes('identity_admin'));
  }

  private isOffered({ headers, ip }: FastifyRequest): boolean {
    const isNear = THIS_MACHINE.test(ip) && !PROXY_HEADERS.some((name) => headers[name] !== undefined);
    return this.settings.DEMO_SIGN_IN ?? isNear;
  }

  private credentials(): DemoCredentials | undefined {
    if (!this.settings.DEMO) return undefined;
    if (this.known?.ready !== true) this.known = readCredentials(this.settings.DATA_DIR);
    return this.known?.ready === true ? this.known : undefined;
  }
}
