import type { FastifyReply } from 'fastify';
import type { Receipt } from '../../sequencer/index.js';

/** Tells a client that its key had been answered before: nothing new happened. */
export function markReplayed(reply: FastifyReply, { replayed }: Receipt): void {
  if (replayed) void reply.header('Idempotent-Replayed', 'true');
}
