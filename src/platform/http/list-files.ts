import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyReply } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { CSV_FILES_AT_ONCE_MAX, CSV_ROWS_MAX, PAGE_ROWS_MAX } from '../../kernel/limits.js';
import { RejectionError } from '../../kernel/rejection.js';
import { Bulkhead } from './bulkhead.js';
import type { DoorRequest } from './caller.js';
import { type Column, csvHead, csvRows, headsOf } from './csv-list.js';
import { linkNext, type Page } from './pagination.js';
import { languageOf } from './problem.js';

/** What a list door says of its file; see `Door`. */
export interface ListFile {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Whether its query has `limit` and `after`: else its answer is all there is. */
  readonly isPaged: boolean;
}

export const LIST_FILE = 'airshed:list-file';
export const CSV = 'text/csv';

/** Who is having how many files made: one count for all doors. */
@Injectable()
export class FilesAtOnce extends Bulkhead {
  constructor() {
    super(CSV_FILES_AT_ONCE_MAX);
  }
}

/**
 * The same list as a file, for whoever asks with `Accept: text/csv`: the door's own method is called page after page, so
 * that the rows are those that this caller may read, by the same filters and in the same order. It is sent when it is
 * whole: a refusal in the middle is a refusal, and where it ends early its `Link` says where to go on. Its heads are the
 * names of the fields, for machines; `Accept: text/csv;heads=words` has them in the language of `Accept-Language`.
 */
@Injectable()
export class ListFiles implements NestInterceptor {
  constructor(@Inject(FilesAtOnce) private readonly files: FilesAtOnce) {}

  intercept(context: ExecutionContext, door: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<DoorRequest>();
    if (!prefersCsv(request.headers.accept)) return door.handle();
    const list = Reflect.getMetadata(LIST_FILE, context.getHandler()) as ListFile;
    return from(this.file(list, request, http.getResponse<FastifyReply>(), door));
  }

  private async file(
    list: ListFile,
    request: DoorRequest,
    reply: FastifyReply,
    door: CallHandler,
  ): Promise<string> {
    const holder = request.caller?.credentialId ?? request.ip;
    if (!this.files.enter(holder)) throw new RejectionError({ code: 'http.too_many_files_at_once' });
    try {
      const { text, next } = await this.write(list, request, reply, door);
      // Each page has linked to the one after it; the file has a next one only where it ends early.
      void reply.removeHeader('Link');
      linkNext(reply, request.url, { items: [], ...(next !== undefined && { next }) });
      void reply.header('Content-Disposition', `attachment; filename="airshed-${list.name}.csv"`);
      void reply.type(`${CSV}; charset=utf-8`);
      return text;
    } finally {
      this.files.leave(holder);
    }
  }

  private async write(
    { columns, isPaged }: ListFile,
    request: DoorRequest,
    reply: FastifyReply,
    door: CallHandler,
  ): Promise<{ text: string; next: string | undefined }> {
    const asked = request.query as { limit?: number; after?: string };
    // A limit that somebody asked for is meant; the one that a page has by itself is of pages.
    const isLimited = /[?&]limit=/.test(request.url);
    const most = isLimited && asked.limit !== undefined ? asked.limit : CSV_ROWS_MAX;
    const { accept = '', 'accept-language': language } = request.headers;
    const parts = [
      HEADS_IN_WORDS.test(accept)
        ? csvHead(columns, headsOf(columns, languageOf(language)))
        : csvHead(columns),
    ];
    let rows = 0;
    let next = asked.after;
    do {
      if (isPaged)
        request.query = {
          ...asked,
          limit: Math.min(PAGE_ROWS_MAX, most - rows),
          ...(next !== undefined && { after: next }),
        };
      const page = (await firstValueFrom(door.handle())) as Page<object>;
      parts.push(csvRows(columns, page.items));
      rows += page.items.length;
      next = page.next;
      // Nobody is read to who has hung up.
    } while (next !== undefined && rows < most && !reply.raw.destroyed);
    return { text: parts.join(''), next };
  }
}

/** What a reader can name, best liked first where it likes them the same; JSON stands for whatever is left open. */
const OFFERED = ['application/json', 'application/*', '*/*', CSV, 'text/*'];
const AS_CSV: ReadonlySet<string | null> = new Set([CSV, 'text/*']);
/** Parameters of a media type other than its quality, which the negotiator does not know. */
const PARAMETERS = /;\s*(?!q\s*=)[\w-]+\s*=\s*[^;,]*/g;
/** A parameter of ours: `text/csv;heads=words` is the same file with heads that people read. */
const HEADS_IN_WORDS = /text\/csv[^,]*;\s*heads\s*=\s*"?words\b/i;

/** By the quality values of its `Accept`. */
function prefersCsv(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  return AS_CSV.has(negotiate(accept.toLowerCase().replaceAll(PARAMETERS, ''), OFFERED));
}
