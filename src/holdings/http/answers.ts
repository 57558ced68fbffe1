import { z } from 'zod';
import { pageAnswer, told } from '../../platform/http/index.js';

/** Whole numbers of the smallest unit, as they are hashed. */
const smallest = z.int().min(0).describe('In the smallest unit, as it is hashed: fen, or the instrument’s');
const statement = z
  .object({
    day: told.day,
    asset: z.int().min(0).describe('0 for money'),
    symbol: z.string().nullable().describe('`cash`, or the symbol of an instrument'),
    issued: smallest,
    retired: smallest,
    total: smallest,
    size: told.count.describe('Pieces in the tree'),
    root: z.string(),
    atSeq: told.seq,
    seq: told.seq,
    at: told.instant,
  })
  .meta({ id: 'HoldingStatement' });
export const holdingStatementsAnswer = pageAnswer(statement);

export const holdingProofsAnswer = z
  .object({
    accountId: told.id,
    day: told.day,
    proofs: z.array(
      statement
        .extend({
          account: z.int(),
          amount: smallest,
          pieces: z.array(
            z.object({
              piece: z.int(),
              index: z.int(),
              amount: smallest,
              salt: z.string(),
              path: z.array(z.object({ hash: z.string(), sum: smallest })),
            }),
          ),
        })
        .meta({ id: 'HoldingProof' }),
    ),
  })
  .meta({ id: 'HoldingProofs' });
