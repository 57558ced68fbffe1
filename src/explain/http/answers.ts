import { z } from 'zod';

const rule = z
  .object({
    pack: z.string(),
    packHash: z.string(),
    key: z.string(),
    value: z.string(),
    unit: z.string(),
    legalBasis: z.string(),
    status: z.string(),
  })
  .meta({ id: 'ExplanationRule' });
const step = z
  .object({
    what: z.string(),
    reckoning: z.string().describe('The reckoning itself, with its numbers'),
    inputs: z.record(z.string(), z.string()),
    rule: rule.optional(),
    rounding: z.string().describe('How the exact value became the result').optional(),
    result: z.string(),
  })
  .meta({ id: 'ExplanationStep' });

/** The chain behind a number, in the language of the request. */
export const explanationAnswer = z
  .object({
    subject: z.object({ kind: z.enum(['order', 'trade', 'rejection', 'balance']), id: z.string() }),
    steps: z.array(step),
    agrees: z.boolean().describe('Reckoned again now, every step gave the number that is written down'),
  })
  .meta({ id: 'Explanation' });
