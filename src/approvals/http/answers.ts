import { z } from 'zod';
import { pageAnswer, place, told } from '../../platform/http/index.js';
import type { ProposalState } from '../domain/proposal.js';

export const proposalState = z
  .enum(['PENDING', 'EXECUTED', 'RETURNED', 'WITHDRAWN'] satisfies ProposalState[])
  .meta({ id: 'ProposalState' });

export const proposalMade = z
  .object({
    proposalId: told.id,
    payloadHash: told.hash.describe('What every signer signs'),
    state: proposalState,
    stagesLeft: told.count.describe('How many signatures are missing'),
    ...place,
  })
  .meta({ id: 'ProposalMade' });

const signature = z
  .object({ by: told.id, organisationId: z.string(), power: z.string(), ...place })
  .meta({ id: 'Signature' });

const proposal = z
  .object({
    proposalId: told.id,
    action: z.string().describe('What is carried out when the last signature is there'),
    payload: z
      .record(z.string(), z.unknown())
      .describe('The action’s facts: public ids, decimal text, instants; which ones depends on the action'),
    payloadHash: told.hash.describe('What every signer signs'),
    reason: z.string(),
    state: proposalState,
    maker: told.id,
    makerOrganisationId: z.string(),
    waitsFor: z.string().nullable().describe('The power whose signature is next; null when none is'),
    signatures: z.array(signature),
    note: z.string().describe('Why it was sent back, else empty'),
    proposedAt: told.instant,
    changedAt: told.instant,
  })
  .meta({ id: 'Proposal' });
export const proposalAnswer = proposal;
export const proposalsAnswer = pageAnswer(proposal);

export const proposalSigned = z
  .object({
    proposalId: told.id,
    action: z.string(),
    state: proposalState,
    stagesLeft: told.count.optional(),
    result: z
      .record(z.string(), z.unknown())
      .describe('What was carried out by the last signature; depends on the action')
      .optional(),
    ...place,
  })
  .meta({ id: 'ProposalSigned' });
