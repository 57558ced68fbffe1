import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Rejection, RejectionError } from '../../kernel/rejection.js';
import { catalogueEntry } from './catalogue.js';
import { Doors } from './doors.js';
import { answerProblem } from './problem.js';

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'http.bad_request',
  404: 'http.not_found',
  405: 'http.method_not_allowed',
  413: 'http.body_too_large',
  415: 'http.unsupported_media_type',
  503: 'http.unavailable',
};

/** The one road from an error to an answer: rejection → its problem, fault → 503, anything else → a silent 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  constructor(@Inject(Doors) private readonly doors: Doors) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    // A stream that already speaks cannot change its status; closing it is the only honest answer.
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    const allowed = request.is404 ? this.doors.methodsAt(request.url.split('?')[0]!) : [];
    const rejection = allowed.length > 0 ? { code: 'http.method_not_allowed' } : this.rejectionOf(error);
    if (allowed.length > 0) void reply.header('Allow', allowed.join(', '));
    answerProblem(reply, rejection, request.headers['accept-language']);
  }

  private rejectionOf(error: unknown): Rejection {
    if (error instanceof RejectionError) {
      if (catalogueEntry(error.rejection.code) === undefined)
        this.log.error(`no catalogue has the code ${error.rejection.code}`);
      return error.rejection;
    }
    if (isFault(error)) {
      this.log.warn(`fault: ${messageOf(error)}`);
      return { code: 'http.unavailable' };
    }
    const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
    if (status !== undefined && status < 500) return { code: CODE_OF_STATUS[status] ?? 'http.bad_request' };
    if (status === 503) return { code: 'http.unavailable' };
    this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { code: 'http.internal' };
  }
}

// SQLSTATE classes: 08 connection, 3D no such database, 40 serialization and deadlock, 53 resources, 57 operator.
const FAULT_SQLSTATE = /^(08|3D|40|53|57)...$/;
const FAULT_ERRNO = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENOSPC|UND_ERR_)/;
const FAULT_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** Is the world broken (retry helps) rather than we (it does not)? */
export function isFault(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && (FAULT_SQLSTATE.test(code) || FAULT_ERRNO.test(code))) return true;
  return error instanceof Error && FAULT_TEXT.test(error.message);
}

function statusOf(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
