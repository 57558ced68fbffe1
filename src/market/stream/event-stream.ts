import type { FastifyReply } from 'fastify';
import { UNREAD_BYTES_MAX } from '../../kernel/limits.js';

const HEARTBEAT_MS = 15_000;
const DROP_GRACE_MS = 1_000;

/** One client's server-sent events. */
export class EventStream {
  private readonly heartbeat: NodeJS.Timeout;
  private ended = false;

  constructor(
    private readonly reply: FastifyReply,
    private readonly onEnd: () => void,
  ) {
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    // A stream that has nothing to say yet is open all the same: its client must not wait for the first heartbeat.
    reply.raw.flushHeaders();
    this.heartbeat = setInterval(() => reply.raw.write(': heartbeat\n\n'), HEARTBEAT_MS);
    reply.raw.on('close', () => this.finish());
    reply.raw.on('error', () => this.finish());
  }

  /**
   * `id` is given with the last event of a batch only: a client that was cut off inside one resumes before it, and may
   * hear part of it twice, but never misses the rest.
   */
  send(event: string, id: number | undefined, data: object): void {
    if (this.ended) return;
    const line = id === undefined ? '' : `id: ${id}\n`;
    this.reply.raw.write(`${line}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (this.reply.raw.writableLength > UNREAD_BYTES_MAX) {
      this.reply.raw.write('event: dropped\ndata: {"reason":"too slow; reconnect with Last-Event-ID"}\n\n');
      this.end();
      setTimeout(() => this.reply.raw.destroy(), DROP_GRACE_MS).unref();
    }
  }

  end(): void {
    this.reply.raw.end();
    this.finish();
  }

  private finish(): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.heartbeat);
    this.onEnd();
  }
}
