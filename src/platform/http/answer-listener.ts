import type { FastifyInstance } from 'fastify';
import type { Doors, OpenDoor } from './doors.js';

export interface GivenAnswer {
  readonly status: number;
  readonly type: string;
  /** As it leaves: text or bytes; a stream is not looked into. */
  readonly payload: unknown;
}
export type AnswerListener = (open: OpenDoor, answer: GivenAnswer) => void;

/** Before the first route is made. Costs nothing where nobody listens. */
export function listenAtDoors(fastify: FastifyInstance, doors: Doors, listener: AnswerListener): void {
  fastify.addHook('onRoute', (route) => {
    const open = doors.all().find(({ method, path }) => method === route.method && path === route.url);
    if (open === undefined) return;
    route.onSend = (_, reply, payload, done) => {
      listener(open, {
        status: reply.statusCode,
        type: String(reply.getHeader('content-type') ?? ''),
        payload,
      });
      done(null, payload);
    };
  });
}
