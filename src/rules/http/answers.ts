import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import type { DraftState } from '../domain/draft.js';
import { packSchema } from '../domain/pack-schema.js';
import type { PackStatus } from '../domain/rules.js';

const { title, jurisdiction, instrumentClass, keys } = packSchema.shape;
const named = {
  pack: z.string(),
  version: z.string(),
  title,
  jurisdiction,
  instrumentClass,
  effectiveFrom: told.day,
  effectiveTo: told.day.nullable(),
  packHash: told.hash,
} as const;

const pack = z
  .object({
    rulePackId: told.id,
    ...named,
    status: z.enum(['PUBLISHED', 'IN_FORCE', 'SUPERSEDED', 'EXPIRED'] satisfies PackStatus[]),
    proposedBy: z.string().nullable(),
    approvedBy: z.string(),
    proposalId: told.id.optional(),
    ...place,
  })
  .meta({ id: 'RulePack' });
export const packsAnswer = pageAnswer(pack);
export const packWithKeys = pack
  .extend({ keys: keys.meta({ id: 'RulePackKeys', description: 'As /api/v1/rule-pack-schema says' }) })
  .meta({ id: 'RulePackWithKeys' });

const draftState = z
  .enum(['OPEN', 'PUBLISHED', 'DISCARDED'] satisfies DraftState[])
  .meta({ id: 'RulePackDraftState' });
const draft = z
  .object({
    draftId: told.id,
    ...named,
    state: draftState,
    note: z.string(),
    draftedBy: z.string(),
    draftedAt: told.instant,
    changedAt: told.instant,
    rulePackId: told.id.describe('What it became').optional(),
  })
  .meta({ id: 'RulePackDraft' });
export const draftsAnswer = pageAnswer(draft);
export const draftWithFile = draft
  .extend({ file: packSchema.meta({ id: 'RulePackFile' }) })
  .meta({ id: 'RulePackDraftWithFile' });
export const draftMade = z
  .object({
    draftId: told.id,
    pack: z.string().describe('Name and version'),
    packHash: told.hash,
    state: draftState,
    ...place,
  })
  .meta({ id: 'RulePackDrafted' });
export const draftDiscarded = z
  .object({ draftId: told.id, state: draftState, ...place })
  .meta({ id: 'RulePackDraftDiscarded' });
export const draftChanges = z
  .object({
    day: told.day,
    against: z.string().nullable().describe('The pack that rules that day; null when none does'),
    changes: z.array(
      z
        .object({
          what: z.string(),
          kind: z.enum(['added', 'removed', 'changed']),
          parts: z.array(z.string()).optional(),
          before: z.unknown().optional(),
          after: z.unknown().optional(),
        })
        .meta({ id: 'RulePackChange' }),
    ),
  })
  .meta({ id: 'RulePackChanges' });
