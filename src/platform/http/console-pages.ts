import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import serveFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SECURITY_HEADERS } from './security-headers.js';

/** Where the console's build writes its files, from the root of the package. */
const BUILT = join('console', 'dist');
/** Vite writes it where a nonce belongs; every answer gets a number of its own. */
const NONCE = '__CSP_NONCE__';
const NONCE_BYTES = 16;
/** Addresses that programs ask: what is not there is a problem, never a page. */
const OF_PROGRAMS = /^\/(api|internal|assets|healthz|readyz|metrics)(\/|\?|$)/;

/**
 * The web console: hashed files that a browser may keep for ever, and one page for every other address, which the
 * page's own router reads. A service without a built console has no pages, and says so like any unknown address.
 */
export function serveConsole(fastify: FastifyInstance, root = consoleFolder()): void {
  if (root === undefined) return;
  const page = readFileSync(join(root, 'index.html'), 'utf8');
  void fastify.register(serveFiles, {
    root: join(root, 'assets'),
    prefix: '/assets/',
    index: false,
    // Written beside each file by the build: no request waits for a compressor.
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
  });
  fastify.get('/', (_, reply) => answerPage(page, reply));
  fastify.get('/*', (request, reply) => {
    if (OF_PROGRAMS.test(request.url) || !wantsPage(request)) return reply.callNotFound();
    return answerPage(page, reply);
  });
}

function answerPage(page: string, reply: FastifyReply): FastifyReply {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  return reply
    .headers({
      ...SECURITY_HEADERS,
      'Content-Type': 'text/html; charset=utf-8',
      // A new build is a new page; an old page in a cache would ask for files that are gone.
      'Cache-Control': 'no-store',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Content-Security-Policy': policyOf(nonce),
    })
    .send(page.replaceAll(NONCE, nonce));
}

/**
 * Everything comes from ourselves and no script is inline. The component kit writes its style sheets while it runs, so
 * they carry the answer's nonce; attributes of style are set through the object model, which needs no leave.
 */
function policyOf(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return /\btext\/html\b/.test(headers.accept ?? '');
}

/** Upwards from here, because compiled files stand deeper than their sources. */
function consoleFolder(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, BUILT, 'index.html'))) return join(folder, BUILT);
    if (folder === dirname(folder) || existsSync(join(folder, 'package-lock.json'))) return undefined;
  }
}
