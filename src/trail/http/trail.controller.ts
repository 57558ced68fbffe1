import { Controller, Get, Headers, Inject, Param, Query, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { formatInstant } from '../../kernel/instant.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  languageOf,
  linkNext,
  OfficeDesk,
  type Page,
  pageOf,
  PublicIds,
} from '../../platform/http/index.js';
import { ACTION_WORDS } from '../domain/command-words.js';
import { OBJECT_KINDS, OBJECTS } from '../domain/objects.js';
import { VERB_NAMES, wordsOf } from '../domain/verbs.js';
import { placeOf, TrailExport } from './trail-export.js';
import { type Question, TrailReader } from './trail-reader.js';
import {
  type ExportQuery,
  exportQuery,
  objectParams,
  pageAnswer,
  personParams,
  type SearchQuery,
  searchQuery,
  type TimelineQuery,
  timelineQuery,
  wordsAnswer,
} from './trail-shapes.js';
import { showLine } from './trail-view.js';

const LANGUAGE = 'accept-language';
const UNKNOWN = [
  'trail.unknown_person',
  'trail.unknown_organisation',
  'trail.unknown_object',
  'http.bad_cursor',
];

/** Who did what to which object, when, why, and what changed: out of the journals, for people. */
@Chapter('trail')
@Controller('api/v1/trail')
export class TrailController {
  private readonly exports: TrailExport;

  constructor(
    @Inject(TrailReader) private readonly reader: TrailReader,
    @Inject(PublicIds) private readonly ids: PublicIds,
    @Inject(OfficeDesk) desk: OfficeDesk,
  ) {
    this.exports = new TrailExport(reader, ids, desk);
  }

  @Get()
  @Door({
    name: 'searchTrail',
    summary: 'Lines of the audit trail, by person, organisation, object, verb, time, reason and outcome',
    power: 'audit.read',
    trailed: true,
    query: searchQuery,
    answer: pageAnswer,
    problems: ['sequencer.venue_unknown', ...UNKNOWN],
  })
  async search(
    @CallerOf() caller: Caller,
    @Query() query: SearchQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers(LANGUAGE) language?: string,
  ): Promise<object> {
    return this.page(await this.reader.question(caller, query), query.limit, reply, language);
  }

  @Get('objects/:object')
  @Door({
    name: 'getTimelineOfObject',
    summary: 'Everything that happened to one object, oldest first',
    power: 'audit.read',
    trailed: true,
    params: objectParams,
    query: timelineQuery,
    answer: pageAnswer,
    problems: ['trail.unknown_object', 'http.bad_cursor'],
  })
  async timeline(
    @CallerOf() caller: Caller,
    @Param() { object }: z.output<typeof objectParams>,
    @Query() query: TimelineQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers(LANGUAGE) language?: string,
  ): Promise<object> {
    const question = await this.reader.question(caller, { ...query, object });
    return this.page(question, query.limit, reply, language);
  }

  @Get('people/:personId')
  @Door({
    name: 'getTimelineOfPerson',
    summary: 'Everything that one person did, signed in and was refused, oldest first',
    power: 'audit.read',
    trailed: true,
    params: personParams,
    query: timelineQuery,
    answer: pageAnswer,
    problems: ['trail.unknown_person', 'http.bad_cursor'],
  })
  async person(
    @CallerOf() caller: Caller,
    @Param() { personId }: z.output<typeof personParams>,
    @Query() query: TimelineQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers(LANGUAGE) language?: string,
  ): Promise<object> {
    const question = await this.reader.question(caller, { ...query, personId });
    return this.page(question, query.limit, reply, language);
  }

  @Get('export')
  @Door({
    name: 'exportTrail',
    summary: 'The same lines as a file, oldest first; its last line has the SHA-256 of all before it',
    power: 'audit.read',
    trailed: true,
    query: exportQuery,
    produces: ['application/x-ndjson', 'text/csv'],
    answer: z.string(),
    problems: ['sequencer.venue_unknown', ...UNKNOWN],
  })
  async export(
    @CallerOf() caller: Caller,
    @Query() query: ExportQuery,
    @Headers(LANGUAGE) language?: string,
  ): Promise<StreamableFile> {
    const question = await this.reader.question(caller, { ...query, sort: 'oldest' });
    const lines = this.exports.pieces(caller, question, query, languageOf(language));
    return new StreamableFile(Readable.from(lines), {
      type: query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
      disposition: `attachment; filename="airshed-trail.${query.format}"`,
    });
  }

  @Get('words')
  @Door({
    name: 'getTrailWords',
    summary: 'The closed list of verbs, kinds of object and actions, in Chinese and English',
    power: 'signed-in',
    answer: wordsAnswer,
  })
  words(): z.output<typeof wordsAnswer> {
    return {
      verbs: VERB_NAMES.map((verb) => {
        const { zh, en, object } = wordsOf(verb);
        return { verb, zh, en, objectKind: object };
      }),
      objectKinds: OBJECT_KINDS.map((objectKind) => {
        const { zh, en } = OBJECTS[objectKind];
        return { objectKind, zh, en };
      }),
      actions: Object.entries(ACTION_WORDS).map(([action, { zh, en }]) => ({ action, zh, en })),
    };
  }

  private async page(
    question: Question,
    limit: number,
    reply: FastifyReply,
    acceptLanguage: string | undefined,
  ): Promise<object> {
    const language = languageOf(acceptLanguage);
    const rows = await this.reader.rows(question, limit + 1);
    const page: Page<object> = pageOf(rows, limit, placeOf, (row) =>
      showLine(row, this.ids, question.reach, language),
    );
    linkNext(reply, reply.request.url, page);
    return {
      ...page,
      readUpTo: question.readUpTo
        // How busy the offices are is not an enterprise's business.
        .filter(({ stream }) => question.reach.org === null || stream > 0)
        .map(({ journal, seq, headSeq, at }) => ({
          ...{ journal, seq, headSeq },
          at: at === 0 ? null : formatInstant(at),
        })),
    };
  }
}
