import { z } from 'zod';
import { pageQuery, told } from '../../platform/http/index.js';
import { OBJECT_KINDS } from '../domain/objects.js';
import { VERB_NAMES } from '../domain/verbs.js';

const id = z.string().min(1).max(64);
const MICROS_PER_MS = 1_000;
/** An instant of RFC 3339; UTC or with an offset. */
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text) * MICROS_PER_MS);

/** Filters that narrow each other. */
export const filters = {
  venue: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
  personId: id.optional(),
  orgId: id.optional(),
  objectKind: z.enum(OBJECT_KINDS).optional(),
  object: id.optional(),
  verb: z.enum(VERB_NAMES as [string, ...string[]]).optional(),
  from: moment.optional(),
  to: moment.optional(),
  reason: z.string().trim().min(1).max(100).optional(),
  outcome: z
    .string()
    .regex(/^(accepted|refused|[a-z-]+\.[a-z_0-9]+)$/)
    .max(100)
    .optional(),
};
const sort = z.enum(['newest', 'oldest']);
export const searchQuery = z.object({ ...filters, sort: sort.default('newest'), ...pageQuery });
export const timelineQuery = z.object({ sort: sort.default('oldest'), ...pageQuery });
export const exportQuery = z.object({
  ...filters,
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
  after: pageQuery.after,
});
export const objectParams = z.object({ object: id });
export const personParams = z.object({ personId: id });

export type SearchQuery = z.output<typeof searchQuery>;
export type TimelineQuery = z.output<typeof timelineQuery>;
export type ExportQuery = z.output<typeof exportQuery>;

const facts = z.record(z.string(), z.unknown());
const lineAnswer = z
  .object({
    at: told.instant,
    who: z.object({
      personId: z.string().nullable(),
      name: z.string().nullable(),
      organisationId: z.string().nullable(),
      organisation: z.string().nullable(),
      roles: z.array(z.string()),
    }),
    did: z.object({ verb: z.string(), text: z.string() }),
    object: z.object({
      ...{ kind: z.string(), text: z.string(), id: z.string().nullable() },
      ...{ name: z.string().nullable(), venue: z.string().nullable() },
    }),
    why: z.object({
      ...{ reason: z.string(), proposalId: z.string().nullable(), rulePack: z.string().nullable() },
      rule: z.object({ pack: z.string(), key: z.string(), legalBasis: z.string() }).nullable(),
    }),
    before: facts.optional(),
    after: facts.optional(),
    asked: facts.optional(),
    outcome: z.object({ code: z.string(), text: z.string() }),
    times: z.number().int(),
    proof: z.object({ journal: z.string(), seq: z.number().int(), line: z.number().int() }),
  })
  .meta({ id: 'TrailLine' });
const readUpTo = z.array(
  z.object({
    ...{ journal: z.string(), seq: z.number().int() },
    ...{ headSeq: z.number().int(), at: told.instant.nullable() },
  }),
);
export const pageAnswer = z
  .object({
    items: z.array(lineAnswer),
    next: z.string().optional(),
    /** How far each journal has been read into the trail; what is journalled after it is not here yet. */
    readUpTo,
  })
  .meta({ id: 'TrailPage' });
export const wordsAnswer = z
  .object({
    verbs: z.array(z.object({ verb: z.string(), zh: z.string(), en: z.string(), objectKind: z.string() })),
    objectKinds: z.array(z.object({ objectKind: z.string(), zh: z.string(), en: z.string() })),
    actions: z.array(z.object({ action: z.string(), zh: z.string(), en: z.string() })),
  })
  .meta({ id: 'TrailWords' });
