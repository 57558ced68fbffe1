import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { venueParams } from '../../approvals/http/shapes.js';
import { VenueDesk } from '../../approvals/http/venue-desk.js';
import { formatInstant } from '../../kernel/instant.js';
import {
  type Caller,
  CallerOf,
  Chapter,
  Door,
  type Language,
  languageOf,
  numbersAfter,
  type Page,
  pageAnswer,
  pageQuery,
  told,
  turnPage,
} from '../../platform/http/index.js';
import { ACTION_WORDS } from '../../trail/domain/command-words.js';
import { BEFORE_ALL, Inbox, type InboxPlace, kindOf, type WaitingRow } from '../inbox/inbox.js';
import { TASK_WORDS } from '../inbox/task-words.js';
import { type Task, TASK_KINDS, TASKS } from '../inbox/tasks.js';

const query = z.strictObject({ ...pageQuery, kind: z.enum(TASK_KINDS).optional() });
const item = z
  .object({
    kind: z.enum(TASK_KINDS),
    subject: told.id.describe('The id of what waits, or its number where it has no id'),
    name: z.string().describe('What tells it from others of its kind'),
    what: z.string().describe('What is to be done, in the language of the request'),
    why: z.string(),
    consequence: z.string().describe('What happens while nobody does it, or when time is over'),
    since: told.instant,
    dueAt: told.instant.nullable(),
    dueDay: told.day.nullable().describe('Due by the end of this day, where the term is counted in days'),
    address: z.string().describe('Where the subject is read'),
    operations: z.array(z.string()).describe('The doors that end the waiting, as the reference names them'),
  })
  .meta({ id: 'InboxItem' });

/** What waits for me: read anew at each asking, from what is written down anyway. */
@Chapter('inbox')
@Controller('api/v1/venues/:venue/inbox')
export class InboxController {
  constructor(
    @Inject(VenueDesk) private readonly desk: VenueDesk,
    @Inject(Inbox) private readonly inbox: Inbox,
  ) {}

  @Get()
  @Door({
    name: 'listInbox',
    summary: 'What waits for you: what, why, by when, and what happens otherwise; due first',
    power: 'proposal.read',
    params: venueParams,
    query,
    answer: pageAnswer(item),
  })
  async list(
    @CallerOf() caller: Caller,
    @Param() { venue }: z.infer<typeof venueParams>,
    @Query() { limit, after, kind }: z.infer<typeof query>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<z.infer<typeof item>>> {
    const venueNo = this.desk.venueNo(venue);
    const place = numbersAfter(after, BEFORE_ALL) as InboxPlace;
    const rows = await this.inbox.waiting(venueNo, caller, kind, place, limit + 1);
    const language = languageOf(request.headers['accept-language']);
    return turnPage(
      reply,
      rows,
      limit,
      (row) => [Number(row.term), Number(row.since), row.kind_no, Number(row.no)],
      (row) => this.show(venue, venueNo, row, language),
    );
  }

  private show(venue: string, venueNo: number, row: WaitingRow, language: Language): z.infer<typeof item> {
    const kind = kindOf(row);
    const { id, at, doors }: Task = TASKS[kind];
    const subject = id === null ? row.no : this.desk.id(id, venueNo, Number(row.no));
    const { what, why, consequence } = TASK_WORDS[kind];
    const action = kind === 'PROPOSAL_TO_SIGN' ? ACTION_WORDS[row.name] : undefined;
    return {
      kind,
      subject,
      name: action === undefined ? row.name : action[language],
      what: what[language],
      why: why[language],
      consequence: consequence[language],
      since: formatInstant(Number(row.since)),
      dueAt: row.due === null ? null : formatInstant(Number(row.due)),
      dueDay: row.due_day || null,
      address: `/api/v1/venues/${venue}/${at.replace(':id', subject)}`,
      operations: [...doors],
    };
  }
}
