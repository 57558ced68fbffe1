import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { RejectionError } from '../../kernel/rejection.js';
import type { Engine } from '../engine.js';
import { type Forward, receiptFrom } from '../follower-engine.js';
import type { Machine } from '../domain/machine.js';
import type { CommandRequest } from '../receipt.js';

const PATH = '/internal/commands';
const HEADER = 'x-airshed-internal';
/** How far the clocks of two processes may differ. */
const WINDOW_MS = 30_000;
const ANSWER_TIMEOUT_MS = 20_000;

/** The engine's door for the service's other processes; the shared secret signs time and body. */
export function openInternalDoor<M extends Machine>(
  fastify: FastifyInstance,
  engine: Engine<M>,
  secret: string,
): void {
  fastify.post(PATH, async (request, reply) => {
    const { rawBody } = request as unknown as { rawBody: Buffer };
    if (!isSigned(String(request.headers[HEADER] ?? ''), rawBody, secret)) return reply.code(403).send({});
    const { slug, ...command } = request.body as CommandRequest & { slug: string };
    try {
      return await engine.submit(slug, command);
    } catch (error) {
      if (!(error instanceof RejectionError)) throw error;
      return reply.code(503).send({ rejection: error.rejection });
    }
  });
}

/** Carries commands to the owner's internal door. A connection that breaks leaves the outcome unknown. */
export function forwardOverHttp(secret: string): Forward {
  return async (ownerUrl, slug, request) => {
    const body = JSON.stringify({ slug, ...request });
    const stamp = String(Date.now());
    const headers = {
      'content-type': 'application/json',
      [HEADER]: `${stamp}.${signature(stamp, body, secret)}`,
    };
    let answer: { status: number; body: unknown };
    try {
      const response = await fetch(new URL(PATH, ownerUrl), {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      answer = { status: response.status, body: await response.json() };
    } catch {
      throw new RejectionError({ code: 'sequencer.outcome_unknown' });
    }
    return receiptFrom(answer.status, answer.body);
  };
}

function isSigned(header: string, body: Buffer, secret: string): boolean {
  const [stamp = '', given = ''] = header.split('.');
  if (!(Math.abs(Date.now() - Number(stamp)) <= WINDOW_MS)) return false;
  const expected = Buffer.from(signature(stamp, body, secret));
  const got = Buffer.from(given);
  return got.length === expected.length && timingSafeEqual(got, expected);
}

function signature(stamp: string, body: Buffer | string, secret: string): string {
  return createHmac('sha256', secret).update(`${stamp}\n`).update(body).digest('hex');
}
