import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { DoorRequest } from './caller.js';
import { BODY_BYTES_MAX } from './http-limits.js';
import { serveReference } from './openapi.js';
import { parseStrictJson } from './strict-json.js';

/** Request shape, JSON reading, security headers and the reference. Before `init()`, on an app made with `bodyParser: false`. */
export async function dressDoors(app: NestFastifyApplication): Promise<void> {
  prepareRequests(app.getHttpAdapter().getInstance() as unknown as FastifyInstance);
  await app.register(helmet as never, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    strictTransportSecurity: false,
  });
  serveReference(app);
}

// Everything is served by ourselves; styles may be inline because Swagger UI writes them so.
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
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
