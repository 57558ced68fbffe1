import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { namedSchemas } from './components.js';

// Ours, not SwaggerModule.setup: three files need no static-file server, and nothing inline needs a hole in the policy.
const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Airshed API</title><link rel="icon" href="/api/docs/icon.svg">
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="reference"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>
`;

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#2b7a4b"/><path d="M4 11 8 4l4 7z" fill="#fff"/></svg>\n`;

const START = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#reference', docExpansion: 'none', validatorUrl: null });\n`;

/** OpenAPI 3.1 of every door, at /api/v1/openapi.json; readable at /api/docs with assets of our own. */
export function serveReference(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  let document: string | undefined;
  fastify.get('/api/v1/openapi.json', async (_, reply) => {
    document ??= JSON.stringify(await openApiDocument(app));
    return reply.type('application/json').send(document);
  });
  const page = (_: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply.type('text/html; charset=utf-8').send(PAGE);
  fastify.get('/api/docs', page);
  fastify.get('/api/docs/', page);
  fastify.get('/api/docs/start.js', (_, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  fastify.get('/api/docs/icon.svg', (_, reply) => reply.type('image/svg+xml').send(ICON));
  for (const [file, type] of Object.entries(ASSETS)) {
    fastify.get(`/api/docs/${file}`, (_, reply) =>
      reply
        .type(type)
        .header('Cache-Control', 'public, max-age=86400')
        .send(readFileSync(assetPath(file))),
    );
  }
}

/** swagger-ui-dist comes with @nestjs/swagger, wherever the package manager put it. */
function assetPath(file: string): string {
  const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return createRequire(swagger).resolve(`swagger-ui-dist/${file}`);
}

/** What makes it is loaded when it is asked for: five hundred files that no order needs. */
export async function openApiDocument(app: NestFastifyApplication): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await import('@nestjs/swagger');
  const { describeDoors } = await import('./describe-doors.js');
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Airshed')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'Session token from POST /api/v1/sessions' },
      'session',
    )
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Key', description: SIGNING }, 'signedKey')
    .build();
  describeDoors(app);
  const document = SwaggerModule.createDocument(app, config);
  tellApart(document);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...namedSchemas(), Problem: PROBLEM_SCHEMA } as never,
  };
  return document;
}

/** A door with several addresses is one operation each: `getLogTile`, `getLogTile2` and so on. */
function tellApart({ paths }: OpenAPIObject): void {
  const times = new Map<string, number>();
  for (const verbs of Object.values(paths))
    for (const operation of Object.values(verbs as Record<string, { operationId?: string }>)) {
      const name = operation.operationId!;
      const time = (times.get(name) ?? 0) + 1;
      times.set(name, time);
      if (time > 1) operation.operationId = `${name}${time}`;
    }
}

const DESCRIPTION = `An exact, auditable marketplace for emission allowances and pollution permits.
Amounts, prices and money are decimal strings. Times are RFC 3339 UTC. Ids are opaque.
Refusals are application/problem+json with a stable code; all codes are listed at /api/v1/problems.`;

const SIGNING = `Signed requests carry X-Key, X-Timestamp (Unix milliseconds), X-Nonce (16 to 64 visible characters, never reused) and
X-Signature = hex HMAC-SHA256, under the key's secret, of method, path with query, timestamp, nonce and the hex SHA-256 of the body, joined by newlines.
The timestamp may be 30 seconds off.`;

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', description: 'Where the code is explained' },
    title: { type: 'string', description: 'By Accept-Language: zh or en' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable: context.reason' },
    rule: {
      type: 'object',
      description: 'The market rule behind the refusal',
      properties: { pack: { type: 'string' }, key: { type: 'string' }, legalBasis: { type: 'string' } },
    },
    data: { type: 'object', additionalProperties: { type: ['string', 'integer'] } },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};
