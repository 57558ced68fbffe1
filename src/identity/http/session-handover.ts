import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { formatInstant } from '../../kernel/instant.js';
import { SESSION_ABSOLUTE_MS } from '../../kernel/limits.js';
import { told } from '../../platform/http/index.js';
import type { OpenedSession } from '../commands/open-session.js';
import { SESSION_COOKIE } from '../queries/callers.js';

export const sessionAnswer = z
  .object({
    token: z.string().describe('For `Authorization: Bearer …`; a browser has it as a cookie besides'),
    personId: z.string(),
    endsAt: told.instant,
  })
  .meta({ id: 'Session' });

/** The token to the program that asked, the cookie to its browser. */
export function handOver(
  { token, personId, endsAtMs }: OpenedSession,
  reply: FastifyReply,
): z.output<typeof sessionAnswer> {
  // Secure only where the browser would keep it: behind TLS.
  const secure = reply.request.protocol === 'https' ? '; Secure' : '';
  void reply.header(
    'Set-Cookie',
    `${SESSION_COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${SESSION_ABSOLUTE_MS / 1000}${secure}`,
  );
  return { token, personId, endsAt: formatInstant(endsAtMs * 1000) };
}
