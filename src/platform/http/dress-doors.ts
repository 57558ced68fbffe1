import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { DoorRequest } from './caller.js';
import { type AnswerListener, listenAtDoors } from './answer-listener.js';
import { BODY_BYTES_MAX } from '../../kernel/limits.js';
import { Doors } from './doors.js';
import { serveReference } from './openapi.js';
import { SECURITY_HEADERS } from './security-headers.js';
import { parseStrictJson } from './strict-json.js';
import { SwiftDoors } from './swift-doors.js';

/** Request shape, JSON reading, security headers, the short ways and the reference. Before `init()`, on an app made with `bodyParser: false`. */
export function dressDoors(app: NestFastifyApplication, onAnswer?: AnswerListener): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  prepareRequests(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.url.startsWith('/api/v1/') ? ANSWER_HEADERS : PAGE_HEADERS);
    done();
  });
  serveReference(app);
  // After the reference's own routes: those to come are the doors.
  const swift = app.get(SwiftDoors);
  fastify.addHook('onRoute', (route) => swift.shorten(route));
  if (onAnswer !== undefined) listenAtDoors(fastify, app.get(Doors), onAnswer);
}

/** An answer of the API is data: whoever opens it as a page gets nothing to run, and no cache keeps it. */
const ANSWER_HEADERS = {
  ...SECURITY_HEADERS,
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

// Everything a page needs is served by ourselves; styles may be inline because Swagger UI writes them so.
const PAGE_HEADERS = {
  ...SECURITY_HEADERS,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

function prepareRequests(fastify: FastifyInstance): void {
  fastify.decorateRequest('rawBody', null);
  fastify.decorateRequest('caller', null);
  // JSON is the only language spoken here; forms and plain text would let a foreign page post without asking.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX },
    (request, raw, done) => {
      const bytes = raw as Buffer;
      // Signatures are over the bytes that came, not over what we understood.
      (request as DoorRequest).rawBody = bytes;
      if (bytes.length === 0) return done(null, undefined);
      try {
        done(null, parseStrictJson(bytes));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}
