import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { COSIGNED_NOTE_CHARACTERS_MAX } from '../../kernel/limits.js';
import type { GrowthClaim } from '../domain/growth-judgement.js';
import { base64Of } from '../domain/signed-note.js';
import { originHash, type Witness } from './witness.js';

const REQUEST_BYTES = 2 * COSIGNED_NOTE_CHARACTERS_MAX;

/** The two doors of C2SP tlog-witness: `POST /add-checkpoint`, `GET /<origin hash>/checkpoint`. */
export function serveWitness(
  witness: Witness,
  origins: readonly string[],
  onRefusal: (note: string, reason: string) => void,
): Server {
  const places = new Map(origins.map((origin) => [`/${originHash(origin)}/checkpoint`, origin]));
  return createServer((request, reply) => {
    const origin = places.get(request.url ?? '');
    if (request.method === 'GET' && origin !== undefined) {
      const note = witness.lastNote(origin);
      return answer(reply, note === undefined ? 404 : 200, note ?? '');
    }
    if (request.method !== 'POST' || request.url !== '/add-checkpoint') return answer(reply, 404, '');
    read(request)
      .then((text) => {
        const claim = text === undefined ? undefined : parseAddCheckpoint(text);
        if (claim === undefined) return answer(reply, 400, '');
        const result = witness.witness(claim);
        if (result.ok) return answer(reply, 200, result.lines);
        if (result.reason === 'forked' || result.reason === 'rewritten') onRefusal(claim.note, result.reason);
        if (result.status !== 409) return answer(reply, result.status, '');
        const size = witness.seen(claim.note.split('\n', 1)[0]!)?.size ?? 0;
        return answer(reply, 409, `${size}\n`, 'text/x.tlog.size');
      })
      .catch(() => answer(reply, 500, ''));
  });
}

/** `old <size>`, proof lines, an empty line, the checkpoint. */
export function parseAddCheckpoint(text: string): GrowthClaim | undefined {
  const gap = text.indexOf('\n\n');
  if (gap < 0) return undefined;
  const [old = '', ...lines] = text.slice(0, gap).split('\n');
  const [, size] = /^old (0|[1-9]\d{0,15})$/.exec(old) ?? [];
  const proof = lines.map(base64Of);
  if (size === undefined || !Number.isSafeInteger(Number(size))) return undefined;
  if (!proof.every((hash) => hash?.length === 32)) return undefined;
  return { oldSize: Number(size), proof: proof as Buffer[], note: text.slice(gap + 2) };
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > REQUEST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function answer(
  reply: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): void {
  reply.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body);
}
